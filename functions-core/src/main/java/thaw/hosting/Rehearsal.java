package thaw.hosting;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import thaw.Datatype;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.LoadedModel;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;
import thaw.TriggerEvent.HttpTrigger;
import thaw.http.InferenceEndpoints;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.model.ModelPackage;
import thaw.predict.PackagePredictors;

/**
 * The first requests, before anybody sends one: they go through the endpoints of a function, from the bytes of a request
 * to those of its answer, so that a real one finds every class loaded and every table made. The model is a stand-in that
 * answers zeros at once, so that this can run while the model is loaded; nothing is counted, logged or stored.
 */
final class Rehearsal {

    /** Longer data travels in the protocol's binary form. */
    private static final int LONGEST_JSON = 1024;

    private final FunctionDefinition<?, ?> definition;
    private final StandIn model;
    private final Optional<Payload> sample;

    private Rehearsal(FunctionDefinition<?, ?> definition, StandIn model, Optional<Payload> sample) {
        this.definition = definition;
        this.model = model;
        this.sample = sample;
    }

    /** Of a function on a model with that signature. */
    static Rehearsal of(FunctionDefinition<?, ?> definition, ModelId id, ModelPackage source,
            ModelSignature signature, List<String> labels) {
        Predictor<Payload, Prediction> predictor = PackagePredictors.create(signature,
                source.labels().isEmpty() ? labels : source.labels(), source.settings(),
                definition.limits());
        Map<String, Object> settings = source.settings().map(JsonObject::tree).orElse(Map.of());
        return new Rehearsal(definition, new StandIn(id, signature, source.labels(), settings, predictor),
                source.warmup());
    }

    /** Sends a request to each of the two endpoints that run a model; whatever they answer. */
    void run() {
        InferenceEndpoints endpoints = InferenceEndpoints.serving(model).limits(definition.limits())
                .function(definition).build();
        sample.ifPresent(payload -> endpoints.handle(request("predict", payload, Map.of())));
        infer(endpoints);
    }

    private HttpTrigger request(String target, Payload body, Map<String, List<String>> headers) {
        Map<String, List<String>> all = new LinkedHashMap<>(headers);
        all.put("content-type", List.of(body.contentType()));
        return new HttpTrigger("rehearsal", "POST", "/v2/models/" + definition.model().name() + "/" + target,
                Map.of(), all, body, Deadline.none());
    }

    private void infer(InferenceEndpoints endpoints) {
        List<Object> inputs = new ArrayList<>();
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        for (TensorSpec spec : model.signature.inputs()) {
            inputs.add(input(spec.smallest(), binary));
        }
        // With all that a request may say: a shorter one needs nothing more.
        byte[] header = Json.bytes(Map.of("id", "rehearsal", "inputs", inputs, "outputs", outputs()));
        if (binary.size() == 0) {
            endpoints.handle(request("infer", Payload.of(header, "application/json"), Map.of()));
            return;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(header);
        body.writeBytes(binary.toByteArray());
        endpoints.handle(request("infer", Payload.of(body.toByteArray(), "application/octet-stream"),
                Map.of("inference-header-content-length", List.of(Integer.toString(header.length)))));
    }

    private List<Object> outputs() {
        List<Object> outputs = new ArrayList<>();
        for (TensorSpec spec : model.signature.outputs()) {
            outputs.add(Map.of("name", spec.name()));
        }
        return outputs;
    }

    private static Map<String, Object> input(Tensor tensor, ByteArrayOutputStream binary) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("name", tensor.name());
        input.put("datatype", tensor.datatype().name());
        List<Object> shape = new ArrayList<>();
        for (long size : tensor.shape().toArray()) {
            shape.add(size);
        }
        input.put("shape", shape);
        if (tensor.elements() <= LONGEST_JSON && hasJsonForm(tensor.datatype())) {
            input.put("data", Collections.nCopies(tensor.elements(), zero(tensor.datatype())));
        } else {
            byte[] zeros = new byte[tensor.elements() * Math.max(tensor.datatype().width(), Integer.BYTES)];
            int size = tensor.datatype() == Datatype.BYTES ? zeros.length
                    : tensor.elements() * tensor.datatype().width();
            input.put("parameters", Map.of("binary_data_size", size));
            binary.write(zeros, 0, size);
        }
        return input;
    }

    private static boolean hasJsonForm(Datatype datatype) {
        return datatype != Datatype.FP16 && datatype != Datatype.BF16;
    }

    private static Object zero(Datatype datatype) {
        return switch (datatype) {
            case BOOL -> false;
            case BYTES -> "";
            case FP32, FP64 -> 0.5;
            case FP16, BF16, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> 0L;
        };
    }

    /** A model that answers the smallest outputs there can be. */
    private record StandIn(ModelId id, ModelSignature signature, List<String> labels,
            Map<String, Object> settings, Predictor<Payload, Prediction> packagePredictor)
            implements
                Models,
                Models.Lease,
                LoadedModel,
                Model {

        @Override
        public Tensors infer(Tensors inputs, Set<String> outputs, Deadline deadline) {
            return Tensors.of(signature.outputs().stream()
                    .filter(spec -> outputs.isEmpty() || outputs.contains(spec.name()))
                    .map(TensorSpec::smallest).toList());
        }

        @Override
        public Model model() {
            return this;
        }

        @Override
        public LoadedModel loaded() {
            return this;
        }

        @Override
        public Lease lease(ModelReference reference) {
            return this;
        }

        @Override
        public List<String> names() {
            return List.of(id.name());
        }

        @Override
        public List<String> versions(String name) {
            return List.of(id.version());
        }

        @Override
        public boolean ready(ModelReference reference) {
            return true;
        }

        @Override
        public void close() {}
    }
}
