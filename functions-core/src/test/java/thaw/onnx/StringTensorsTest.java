package thaw.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static thaw.onnx.OnnxModelBuilder.tensor;

final class StringTensorsTest {
    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();
    private static final String[] TRICKY = {"😀", "é", "a\0b", "", "日本", "x😀y\0z🏳️‍🌈",
            "ð\u009f\u0098\u0080", "<pad>", " \n\t ", "\0", "\uffff", "ðñòóô 😀"};

    private final StringTensors strings = newStrings();

    @AfterEach
    void close() throws OrtException {
        strings.close();
    }

    @Test
    void arriveInTheGraphAsPythonSendsThem() throws OrtException {
        byte[] hash = OnnxModelBuilder.opset(17).imports("com.microsoft", 1).with(main -> main
                .input("x", tensor(ElementType.STRING, "n")).output("y", tensor(ElementType.UINT32, "n"))
                .node("com.microsoft", "MurmurHash3", List.of("x"), List.of("y"))).build();

        try (OnnxTensor x = strings.create("x", new String[]{"😀", "é", "a\0b", "a", "日"}, new long[]{5});
                OrtSession session = ENVIRONMENT.createSession(hash);
                OrtSession.Result result = session.run(Map.of("x", x))) {
            long[] python = {3199479546L, 269551495L, 1871496870L, 1009084850L, 1411444746L};
            int[] hashes = (int[]) result.get(0).getValue();
            assertArrayEquals(python, Arrays.stream(hashes).mapToLong(Integer::toUnsignedLong).toArray());
        }
    }

    @Test
    void areLookedUpAndAnsweredAsTheModelSpellsThem() throws OrtException {
        byte[] swap = OnnxModelBuilder.opset(17).imports("ai.onnx.ml", 3).with(main -> main
                .input("x", tensor(ElementType.STRING, "n")).output("y", tensor(ElementType.STRING, "n"))
                .node("ai.onnx.ml", "LabelEncoder", List.of("x"), List.of("i"),
                        OnnxModelBuilder.strings("keys_strings", List.of("😀", "a\0b", "é")),
                        OnnxModelBuilder.integers("values_int64s", 0, 1, 2))
                .node("ai.onnx.ml", "LabelEncoder", List.of("i"), List.of("y"),
                        OnnxModelBuilder.integers("keys_int64s", 0, 1, 2),
                        OnnxModelBuilder.strings("values_strings", List.of("a🎉b", "c\0", "è"))))
                .build();

        try (OnnxTensor x = strings.create("x", new String[]{"é", "a\0b", "😀"}, new long[]{3});
                OrtSession session = ENVIRONMENT.createSession(swap);
                OrtSession.Result result = session.run(Map.of("x", x))) {
            String[] answer = strings.read("y", (OnnxTensor) result.get(0));
            assertArrayEquals(new String[]{"è", "c\0", "a🎉b"}, answer);
        }
    }

    @Test
    void comeBackInAnyShape() throws OrtException {
        for (long[] shape : new long[][]{{12}, {3, 4}, {2, 1, 6}}) {
            assertArrayEquals(TRICKY, roundTrip(TRICKY, shape));
        }
        assertArrayEquals(new String[]{"😀"}, roundTrip(new String[]{"😀"}, new long[]{}));
        assertArrayEquals(new String[]{"a\0b"}, roundTrip(new String[]{"a\0b"}, new long[]{1}));
        assertArrayEquals(new String[]{"a"}, roundTrip(new String[]{"a"}, new long[]{}));
        assertArrayEquals(new String[0], roundTrip(new String[0], new long[]{0, 3}));
    }

    @Test
    void keepEveryCharacterOfUnicode() throws OrtException {
        List<String> blocks = new ArrayList<>();
        for (int start = 0; start <= Character.MAX_CODE_POINT; start += 0x400) {
            StringBuilder block = new StringBuilder();
            for (int point = start; point < start + 0x400; point++) {
                if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                    block.appendCodePoint(point);
                }
            }
            blocks.add(block.toString());
        }
        String[] elements = blocks.toArray(String[]::new);

        assertArrayEquals(elements, roundTrip(elements, new long[]{elements.length}));
    }

    @Test
    void areRefusedIfTheyAreNotUnicode() throws OrtException {
        for (String half : new String[]{"\ud83d", "a\ude00", "\ude00\ud83d", "\ud83dx"}) {
            String message = assertThrows(InferenceException.class,
                    () -> strings.create("x", new String[]{"ok", half}, new long[]{2})).getMessage();
            assertEquals("input 'x': element 1 has half a surrogate pair", message.substring(0, 46));
        }
        String[] none = {null};
        assertThrows(InferenceException.class, () -> strings.create("x", none, new long[]{1}));
    }

    @Test
    void ofOtherBytesReachTheGraphButAreNoText() throws OrtException {
        byte[][] bytes = {"ok".getBytes(StandardCharsets.UTF_8), {(byte) 0xff, (byte) 0xfe}};
        try (OnnxTensor x = strings.create(bytes, new long[]{2})) {
            String message = assertThrows(InferenceException.class, () -> strings.read("y", x)).getMessage();
            assertEquals("output 'y': has bytes that are not UTF-8", message);
        }
    }

    @Test
    void mayBeMovedByManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String[] own = {"row " + i, "😀 " + i};
            done.add(threads.submit(() -> {
                assertArrayEquals(own, roundTrip(own, new long[]{2}));
                return null;
            }));
        }
        for (Future<?> future : done) {
            future.get();
        }
        threads.shutdown();
    }

    private String[] roundTrip(String[] elements, long[] shape) throws OrtException {
        try (OnnxTensor x = strings.create("x", elements, shape)) {
            assertArrayEquals(shape, x.getInfo().getShape());
            return strings.read("y", x);
        }
    }

    private static StringTensors newStrings() {
        try {
            return new StringTensors(ENVIRONMENT);
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }
}
