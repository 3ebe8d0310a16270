package thaw.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import thaw.InferenceException;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Models;
import thaw.protocol.InferenceWriter;

/** Tells what the server and its models are, and whether they are ready. Thread-safe. */
final class Discovery {

    private static final String OPENAPI = "openapi.json";

    private final Models models;
    private final BooleanSupplier ready;
    private final String version;

    Discovery(Models models, BooleanSupplier ready, String version) {
        this.models = models;
        this.ready = ready;
        this.version = version;
    }

    Answer server() {
        return Answer.json(200,
                Map.of("name", "thaw", "version", version, "extensions", List.of("binary_tensor_data")));
    }

    Answer live() {
        return Answer.json(200, Map.of("live", true));
    }

    Answer ready() {
        if (!ready.getAsBoolean()) {
            throw InferenceException.unavailable("server", "expected to be ready, still loading or draining",
                    null);
        }
        return Answer.json(200, Map.of("live", true, "ready", true));
    }

    Answer modelReady(ModelReference reference) {
        if (!models.ready(reference)) {
            throw InferenceException.unavailable("model '" + reference + "'",
                    "expected to be loaded, is not yet", null);
        }
        return Answer.json(200, Map.of("name", reference.name(), "ready", true));
    }

    Answer model(ModelReference reference) {
        List<String> versions = models.versions(reference.name());
        try (Models.Lease lease = models.lease(reference)) {
            ModelSignature signature = lease.loaded().model().signature();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", reference.name());
            fields.put("versions", versions);
            fields.put("platform", "onnx_onnxv1");
            fields.put("inputs", InferenceWriter.metadata(signature.inputs()));
            fields.put("outputs", InferenceWriter.metadata(signature.outputs()));
            return Answer.json(200, fields);
        }
    }

    Answer openApi() {
        try (InputStream document = Discovery.class.getResourceAsStream(OPENAPI)) {
            return Answer.json(200, Objects.requireNonNull(document, OPENAPI).readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
