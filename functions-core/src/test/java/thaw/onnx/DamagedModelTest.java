package thaw.onnx;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.body;
import static thaw.onnx.OnnxModelBuilder.graph;
import static thaw.onnx.OnnxModelBuilder.strings;
import static thaw.onnx.Weight.external;
import static thaw.onnx.Weight.floats;
import static thaw.onnx.Weight.texts;

/** Whatever the bytes, reading and rewriting end in a result or in an {@link InferenceException}. */
final class DamagedModelTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> X = List.of("x");
    private static final List<String> Y = List.of("y");

    static Stream<byte[]> models() {
        return Stream.of(
                OnnxModelBuilder.identity(ElementType.UINT32, "n", 3).producer("p", "1").metadata("k", "v"),
                OnnxModelBuilder.zipMap(List.of("a", "é")),
                OnnxModelBuilder.opset(17).function("acme", "F", 17, "Neg").with(main -> main
                        .initializer(floats("w", new long[]{2}, 1, 2)).initializer(texts("t", "a", "b"))
                        .initializer(external("e", ElementType.FLOAT, "e.bin", 8, 8, 2))
                        .node("Loop", X, Y, body("body", graph("b").node("Neg", X, Y, strings("s", X))))))
                .map(OnnxModelBuilder::build);
    }

    @ParameterizedTest
    @MethodSource("models")
    void isRefusedWhenCutBeforeItsOperatorSets(byte[] model) {
        int complete = lengthUpToOperatorSets(model);
        for (int length = 0; length < complete; length++) {
            byte[] cut = Arrays.copyOf(model, length);
            assertThrows(InferenceException.class, () -> OnnxGraph.read(ByteBuffer.wrap(cut), "cut"));
        }
        for (int length = complete; length < model.length; length++) {
            survives(Arrays.copyOf(model, length));
        }
    }

    private static int lengthUpToOperatorSets(byte[] model) {
        ProtobufReader fields = new ProtobufReader(ByteBuffer.wrap(model), "model");
        int length = 0;
        while (fields.next()) {
            length += fields.encoded().remaining();
            if (fields.field() == 8) {
                return length;
            }
        }
        throw new AssertionError("no operator set");
    }

    @ParameterizedTest
    @MethodSource("models")
    void neverFailsOtherwiseWhenBytesAreChanged(byte[] model) {
        Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            byte[] damaged = model.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            refused += survives(damaged) ? 0 : 1;
        }
        assertTrue(refused > ROUNDS / 10 && refused < ROUNDS, "refused " + refused);
    }

    @Test
    void neverFailsOtherwiseOnRandomBytes() {
        Random random = new Random(7);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            survives(noise);
        }
    }

    private static boolean survives(byte[] bytes) {
        try {
            OnnxGraph graph = OnnxGraph.read(ByteBuffer.wrap(bytes), "model");
            SignedInputs.of(graph).rewrite(ByteBuffer.wrap(bytes), "model");
            ZipMaps.of(graph, ByteBuffer.wrap(bytes), "model").rewrite(ByteBuffer.wrap(bytes), "model");
            return true;
        } catch (InferenceException e) {
            return false;
        }
    }
}
