package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.Datatype;
import thaw.ModelReference;
import thaw.Models;
import thaw.Samples;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A thousand random inputs of each sample, with what Python's onnxruntime answers to them. */
class SampleParityTest {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({"digits,1", "digits,32", "digits,1000", "risk,1", "risk,32", "risk,1000", "sentiment,1",
            "sentiment,32", "sentiment,1000"})
    void answersAsPythonDoes(String sample, int rowsAtOnce) throws IOException {
        JsonObject index = JsonObject.parse(Files.readAllBytes(folder(sample).resolve("index.json")), sample);
        Tensors inputs = tensors(sample, index.objects("inputs"));
        Tensors expected = tensors(sample, index.objects("outputs"));
        try (ModelCatalog catalog = ModelCatalog
                .of(ModelRepository.open(Samples.models()), OnnxModelRuntime.ofDefaults()).open();
                Models.Lease lease = catalog.lease(ModelReference.to(sample))) {
            for (long row = 0; row < inputs.rows(); row += rowsAtOnce) {
                long rows = Math.min(rowsAtOnce, inputs.rows() - row);
                Tensors actual = lease.loaded().model().infer(inputs.rows(row, rows));
                requireEqual(expected.rows(row, rows), actual, sample + " from row " + row);
            }
        }
    }

    private static void requireEqual(Tensors expected, Tensors actual, String where) {
        for (Tensor tensor : expected) {
            Tensor other = actual.tensor(tensor.name());
            assertEquals(tensor.shape(), other.shape(), where);
            for (int i = 0; i < tensor.elements(); i++) {
                requireEqual(tensor, other, i, where);
            }
        }
    }

    private static void requireEqual(Tensor expected, Tensor actual, int index, String where) {
        switch (expected.datatype()) {
            case FP32 -> assertEquals(expected.number(index), actual.number(index), TOLERANCE, where);
            case BYTES -> assertEquals(expected.text(index), actual.text(index), where);
            case INT64 ->
                assertEquals(expected.data().getLong(index * 8), actual.data().getLong(index * 8), where);
            default -> throw new IllegalStateException(expected + " has no rule here");
        }
    }

    private static Tensors tensors(String sample, List<JsonObject> specs) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        for (JsonObject spec : specs) {
            tensors.add(tensor(folder(sample).resolve(spec.string("file")), spec));
        }
        return Tensors.of(tensors);
    }

    private static Tensor tensor(Path file, JsonObject spec) throws IOException {
        Shape shape = Shape.of(spec.numbers("shape").stream().mapToLong(Double::longValue).toArray());
        Datatype datatype = Datatype.named(spec.string("datatype"), file.toString());
        if (datatype == Datatype.BYTES) {
            return Tensor.ofStrings(spec.string("name"), shape, lines(file));
        }
        return Tensor.of(spec.string("name"), datatype, shape,
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
    }

    // Only a newline ends a line here: U+2028 and its like are part of the texts.
    private static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readString(file).strip().split("\n")) {
            lines.add((String) Json.parse(line.getBytes(StandardCharsets.UTF_8), file.toString()));
        }
        return lines;
    }

    private static Path folder(String sample) {
        return Samples.models().resolveSibling("fixtures").resolve(sample);
    }
}
