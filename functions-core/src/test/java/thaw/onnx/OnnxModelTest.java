package thaw.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.Datatype;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.InferenceException.Kind;
import thaw.Model;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static thaw.onnx.OnnxModelBuilder.tensor;

class OnnxModelTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"FLOAT,FP32", "DOUBLE,FP64", "FLOAT16,FP16", "BFLOAT16,BF16", "INT8,INT8", "INT16,INT16",
            "INT32,INT32", "INT64,INT64", "UINT8,UINT8", "UINT16,UINT16", "UINT32,UINT32", "UINT64,UINT64",
            "BOOL,BOOL"})
    void passesEveryBitOfEveryDatatype(ElementType type, Datatype datatype) {
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(type, "n", 3))) {
            assertEquals(datatype, model.signature().input("x").datatype());
            assertEquals(datatype, model.signature().output("y").datatype());
            for (int rows : new int[]{1, 4, 0, 2, 7}) {
                Tensor x = random(datatype, Shape.of(rows, 3));
                Tensor y = model.infer(Tensors.of(x)).tensor("y");
                assertEquals(x.shape(), y.shape());
                assertEquals(x.data(), y.data());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "UINT32", "FLOAT16", "BOOL", "INT64"})
    void takesScalars(ElementType type) {
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(type))) {
            Tensor x = random(model.signature().input("x").datatype(), Shape.of());
            for (int call = 0; call < 3; call++) {
                Tensor y = model.infer(Tensors.of(x)).tensor("y");
                assertEquals(Shape.of(), y.shape());
                assertEquals(x.data(), y.data());
            }
        }
    }

    @Test
    void passesTextsOfEveryKind() {
        List<String> texts = List.of("plain", "", "é 日本語", "😀 emoji", "a\0b", "\uFFFD");
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.STRING, "n", 2))) {
            Tensor y = model.infer(Tensors.of(Tensor.ofStrings("x", Shape.of(3, 2), texts))).tensor("y");
            assertEquals(Shape.of(3, 2), y.shape());
            for (int i = 0; i < texts.size(); i++) {
                assertEquals(texts.get(i), y.text(i));
            }
            Tensor none = Tensor.ofStrings("x", Shape.of(0, 2), List.of());
            assertEquals(0, model.infer(Tensors.of(none)).tensor("y").elements());
        }
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[][] texts = {"ok".getBytes(StandardCharsets.UTF_8), {(byte) 0xC3, 0x28}};
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.STRING, "n"))) {
            InferenceException failure = assertThrows(InferenceException.class,
                    () -> model.infer(Tensors.of(Tensor.ofBytes("x", Shape.of(2), texts))));
            assertEquals(Kind.MALFORMED, failure.kind());
            assertEquals("tensor 'x' element 1: expected UTF-8, which an ONNX string is; got other bytes",
                    failure.getMessage());
        }
    }

    @Test
    void refusesBooleansThatAreNeither() {
        ByteBuffer bytes = Tensor.allocate(3).put(new byte[]{0, 1, 2}).flip();
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.BOOL, "n"))) {
            InferenceException failure = assertThrows(InferenceException.class,
                    () -> model.infer(Tensors.of(Tensor.of("x", Datatype.BOOL, Shape.of(3), bytes))));
            assertEquals("input 'x' element 2: expected 0 or 1 for a BOOL, got 2", failure.getMessage());
        }
    }

    @Test
    void readsTensorsThatBeginAtAnyByte() {
        ByteBuffer body = Tensor.allocate(64);
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.DOUBLE, "n"))) {
            for (int offset = 0; offset < 9; offset++) {
                body.putDouble(offset, 1.5).putDouble(offset + 8, -2.25);
                Tensor x = Tensor.of("x", Datatype.FP64, Shape.of(2), body.slice(offset, 16));
                Tensor y = model.infer(Tensors.of(x)).tensor("y");
                assertEquals(1.5, y.number(0));
                assertEquals(-2.25, y.number(1));
            }
        }
    }

    @Test
    void answersOnlyTheOutputsWanted() {
        try (Model model = LoadedModels.load(folder, twoOutputs())) {
            for (int call = 0; call < 3; call++) {
                Tensors y = model.infer(floats(2), Set.of("b"), Deadline.none());
                assertEquals(List.of("b"), y.names());
                assertEquals(-2f, y.tensor("b").floats().get(1));
                assertEquals(List.of("a", "b"), model.infer(floats(2)).names());
            }
            InferenceException failure = assertThrows(InferenceException.class,
                    () -> model.infer(floats(2), Set.of("c"), Deadline.none()));
            assertEquals("output 'c': expected one of [a, b], got an unknown output", failure.getMessage());
        }
    }

    @Test
    void copiesAnOutputWhoseShapeFollowsTheData() {
        // NonZero's columns count what is not zero: declared as n by name, so that the first call seems to prove it.
        OnnxModelBuilder graph = OnnxModelBuilder.opset(17).with(main -> main
                .input("x", tensor(ElementType.FLOAT, "n")).output("y", tensor(ElementType.INT64, 1, "n"))
                .node("NonZero", List.of("x"), List.of("y")));
        try (Model model = LoadedModels.load(folder, graph)) {
            assertEquals(2, model.infer(vector(1, 1)).tensor("y").elements());
            for (int call = 0; call < 3; call++) {
                Tensor y = model.infer(vector(0, 1, 0, 1, 1)).tensor("y");
                assertEquals(Shape.of(1, 3), y.shape());
                assertArrayEquals(new long[]{1, 3, 4}, longs(y));
            }
        }
    }

    @Test
    void keepsAnAnswerAfterLaterCallsAndAfterTheModel() {
        List<Tensor> answers = new ArrayList<>();
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.FLOAT, "n"))) {
            for (int call = 0; call < 4; call++) {
                answers.add(model.infer(vector(call, 5)).tensor("y"));
                model.infer(vector(8, 9));
            }
        }
        for (int call = 0; call < 4; call++) {
            assertEquals(call, answers.get(call).floats().get(0));
        }
    }

    @Test
    void saysWhichInputIsWrong() {
        try (Model model = LoadedModels.load(folder, OnnxModelBuilder.identity(ElementType.FLOAT, "n", 3))) {
            assertEquals("input 'x': expected shape [-1,3], got [1,2]", assertThrows(InferenceException.class,
                    () -> model.infer(Tensors.of(Tensor.ofFloats("x", Shape.of(1, 2), 1, 2)))).getMessage());
            assertEquals("input 'x': expected datatype FP32, got INT64",
                    assertThrows(InferenceException.class,
                            () -> model.infer(Tensors.of(Tensor.ofLongs("x", Shape.of(1, 3), 1, 2, 3))))
                            .getMessage());
            assertEquals("input 'x': expected FP32 of shape [-1,3], got nothing",
                    assertThrows(InferenceException.class, () -> model.infer(Tensors.of())).getMessage());
        }
    }

    @Test
    void tellsAFailureOfTheModelInOneLine() {
        OnnxModelBuilder graph = OnnxModelBuilder.opset(17).with(main -> main
                .input("x", tensor(ElementType.FLOAT, 2)).input("at", tensor(ElementType.INT64, 1))
                .output("y", tensor(ElementType.FLOAT, 1))
                .node("Gather", List.of("x", "at"), List.of("y")));
        try (Model model = LoadedModels.load(folder, graph)) {
            InferenceException failure = assertThrows(InferenceException.class,
                    () -> model.infer(Tensors.of(Tensor.ofFloats("x", Shape.of(2), 1, 2),
                            Tensor.ofLongs("at", Shape.of(1), 7))));
            assertEquals(1, failure.getMessage().lines().count());
            assertEquals("model 'm/1'", failure.culprit());
            assertEquals(false, failure.retryable(), failure.getMessage());
        }
    }

    private static OnnxModelBuilder twoOutputs() {
        return OnnxModelBuilder.opset(17).with(main -> main.input("x", tensor(ElementType.FLOAT, "n"))
                .output("a", tensor(ElementType.FLOAT, "n")).output("b", tensor(ElementType.FLOAT, "n"))
                .node("Identity", List.of("x"), List.of("a")).node("Neg", List.of("x"), List.of("b")));
    }

    private static Tensors floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i + 1;
        }
        return vector(values);
    }

    private static Tensors vector(float... values) {
        return Tensors.of(Tensor.ofFloats("x", Shape.of(values.length), values));
    }

    private static long[] longs(Tensor tensor) {
        long[] values = new long[tensor.elements()];
        tensor.data().asLongBuffer().get(values);
        return values;
    }

    private static Tensor random(Datatype datatype, Shape shape) {
        byte[] bytes = new byte[(int) shape.elements() * datatype.width()];
        new Random(42).nextBytes(bytes);
        if (datatype == Datatype.BOOL) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 1;
            }
        }
        return Tensor.of("x", datatype, shape, Tensor.allocate(bytes.length).put(bytes).flip());
    }
}
