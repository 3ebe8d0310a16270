package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.onnx.OnnxModelBuilder.body;
import static thaw.onnx.OnnxModelBuilder.graph;
import static thaw.onnx.OnnxModelBuilder.tensor;
import static thaw.onnx.Weight.raw;

final class SignedInputsTest {
    private static final int ELEMENTS = 1 << 16;
    private static final long[] EXTREMES = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE};
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(value = ElementType.class, names = {"UINT16", "UINT32", "UINT64"})
    void keepsAllBitsOfEveryValue(ElementType type) throws OrtException {
        byte[] model = OnnxModelBuilder.identity(type, "n").build();

        ByteBuffer bits = everyKindOfBits(type);
        assertEquals(bits, run(model, type, bits));
    }

    @ParameterizedTest
    @EnumSource(value = ElementType.class, names = {"UINT16", "UINT32", "UINT64"})
    void givesTheGraphTheUnsignedValue(ElementType type) throws OrtException {
        byte[] model = OnnxModelBuilder.opset(17).with(main -> main
                .input("x", tensor(type, "n")).output("y", tensor(ElementType.DOUBLE, "n"))
                .node("Cast", List.of("x"), List.of("y"),
                        OnnxModelBuilder.integer("to", ElementType.DOUBLE.code())))
                .build();

        ByteBuffer allOnes = direct(type.bits() / 8);
        for (int i = 0; i < allOnes.capacity(); i++) {
            allOnes.put(i, (byte) -1);
        }
        assertEquals(Math.pow(2, type.bits()), run(model, type, allOnes).getDouble(0), 1);
    }

    @Test
    void reachesTheInputFromASubgraphAndAnOutput() throws OrtException {
        OnnxModelBuilder.Graph same = graph("same").output("s", tensor(ElementType.UINT32, "n"))
                .node("Identity", List.of("x"), List.of("s"));
        byte[] model = OnnxModelBuilder.opset(17).with(main -> main
                .input("x", tensor(ElementType.UINT32, "n")).output("y", tensor(ElementType.UINT32, "n"))
                .output("x", tensor(ElementType.UINT32, "n"))
                .initializer(raw("yes", ElementType.BOOL, new byte[]{1}))
                .node("If", List.of("yes"), List.of("y"),
                        body("then_branch", same), body("else_branch", same)))
                .build();

        ByteBuffer bits = everyKindOfBits(ElementType.UINT32);
        assertEquals(bits, run(model, ElementType.UINT32, bits));
    }

    @Test
    void leavesEveryOtherByteAsItIs() {
        byte[] model = OnnxModelBuilder.opset(17).metadata("k", "v").with(main -> main
                .input("a", tensor(ElementType.FLOAT, "n")).input("x", tensor(ElementType.UINT16, "n", 2))
                .output("y", tensor(ElementType.UINT16, "n", 2))
                .node("Identity", List.of("x"), List.of("y"))).build();
        SignedInputs inputs = SignedInputs.of(OnnxGraph.read(ByteBuffer.wrap(model), "model"));
        byte[] rewritten = inputs.rewrite(ByteBuffer.wrap(model), "model");

        byte[] expected = OnnxModelBuilder.opset(17).metadata("k", "v").with(main -> main
                .encoded(castNode(inputs.fedName("x"), "x", ElementType.UINT16))
                .input("a", tensor(ElementType.FLOAT, "n"))
                .input(inputs.fedName("x"), tensor(ElementType.INT16, "n", 2))
                .output("y", tensor(ElementType.UINT16, "n", 2))
                .node("Identity", List.of("x"), List.of("y"))).build();
        assertArrayEquals(expected, rewritten);
        assertEquals("a", inputs.fedName("a"));
    }

    @Test
    void changesNothingWhereNothingIsUnsigned() {
        byte[] model = OnnxModelBuilder.identity(ElementType.UINT8, "n").build();
        SignedInputs inputs = SignedInputs.of(OnnxGraph.read(ByteBuffer.wrap(model), "model"));

        assertTrue(inputs.isEmpty());
        assertArrayEquals(model, inputs.rewrite(ByteBuffer.wrap(model), "model"));
    }

    @Test
    void writesTheSameModelToAFile() throws IOException {
        Path source = OnnxModelBuilder.identity(ElementType.UINT64, "n").write(folder.resolve("model.onnx"));
        SignedInputs inputs = SignedInputs.of(OnnxGraph.read(source));
        inputs.rewrite(source, folder.resolve("signed.onnx"));

        assertFalse(inputs.isEmpty());
        assertArrayEquals(inputs.rewrite(ByteBuffer.wrap(Files.readAllBytes(source)), "model"),
                Files.readAllBytes(folder.resolve("signed.onnx")));
    }

    @Test
    void addsTheStandardOperatorsToAModelWithoutThem() throws OrtException {
        byte[] model = OnnxModelBuilder.opset(0).imports("com.microsoft", 1).with(main -> main
                .input("x", tensor(ElementType.UINT32, "n")).output("y", tensor(ElementType.INT32, "n"))
                .node("com.microsoft", "MurmurHash3", List.of("x"), List.of("y"),
                        OnnxModelBuilder.integer("positive", 0)))
                .build();

        ByteBuffer bytes = ByteBuffer.wrap(model);
        byte[] rewritten = SignedInputs.of(OnnxGraph.read(bytes, "model")).rewrite(bytes, "model");
        assertEquals(Map.of("", 13L, "com.microsoft", 1L),
                OnnxGraph.read(ByteBuffer.wrap(rewritten), "model").opsets());
        ByteBuffer value = direct(4).putInt(0, 0x80000001);
        byte[] littleEndian = {1, 0, 0, (byte) 0x80};
        assertEquals(MurmurHash3.hash(littleEndian), run(model, ElementType.UINT32, value).getInt(0));
    }

    @Test
    void refusesAModelFromBeforeCast() {
        byte[] model = OnnxModelBuilder.opset(3, 5).with(main -> main
                .input("x", tensor(ElementType.UINT32, "n"))).build();
        ByteBuffer bytes = ByteBuffer.wrap(model);
        SignedInputs inputs = SignedInputs.of(OnnxGraph.read(bytes, "old.onnx"));

        InferenceException refused = assertThrows(InferenceException.class,
                () -> inputs.rewrite(bytes, "old.onnx"));
        assertEquals("old.onnx: has the unsigned input 'x', which needs operator set 6 or newer, but uses 5",
                refused.getMessage());
    }

    private static ByteBuffer castNode(String from, String to, ElementType type) {
        ProtobufWriter attribute = new ProtobufWriter().text(1, "to").number(3, type.code()).number(20, 2);
        return ByteBuffer.wrap(new ProtobufWriter().message(1, new ProtobufWriter()
                .text(1, from).text(2, to).text(4, "Cast").message(5, attribute)).toByteArray());
    }

    private static ByteBuffer everyKindOfBits(ElementType type) {
        ByteBuffer bits = direct(ELEMENTS * type.bits() / 8);
        Random random = new Random(3);
        for (int i = 0; i < ELEMENTS; i++) {
            long value = i < EXTREMES.length ? EXTREMES[i] : random.nextLong();
            switch (type) {
                case UINT16 -> bits.putShort((short) i);
                case UINT32 -> bits.putInt((int) value);
                default -> bits.putLong(value);
            }
        }
        return bits.flip();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer run(byte[] model, ElementType type, ByteBuffer bits) throws OrtException {
        SignedInputs inputs = SignedInputs.of(OnnxGraph.read(ByteBuffer.wrap(model), "model"));
        byte[] rewritten = inputs.rewrite(ByteBuffer.wrap(model), "model");
        OnnxJavaType signed = OnnxJavaType.valueOf("INT" + type.bits());
        long[] shape = {bits.remaining() / signed.size};
        try (OrtSession session = ENVIRONMENT.createSession(rewritten);
                OnnxTensor x = OnnxTensor.createTensor(ENVIRONMENT, bits, shape, signed);
                OrtSession.Result result = session.run(Map.of(inputs.fedName("x"), x))) {
            OnnxTensor y = (OnnxTensor) result.get("y").orElseThrow();
            assertArrayEquals(shape, y.getInfo().getShape());
            return y.getByteBuffer();
        }
    }
}
