package thaw.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import thaw.InferenceException;

/**
 * Moves strings in and out of ONNX Runtime exactly.
 *
 * <p>The Java binding passes strings in the JVM's modified UTF-8. Any text with U+0000 or a character beyond
 * U+FFFF, such as an emoji, is damaged by it in both directions, and a null kills the VM. Such text takes a
 * detour here, by models that carry it as a constant or take it apart; all other text goes straight through.
 *
 * <p>Thread-safe, except that {@link #close} must not overlap with other calls.
 */
final class StringTensors implements AutoCloseable {
    private final OrtEnvironment environment;
    private final SessionOptions options;
    private OrtSession plain;
    private OrtSession characters;

    StringTensors(OrtEnvironment environment) throws OrtException {
        this.environment = environment;
        this.options = new SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    /**
     * A tensor of these strings, encoded as UTF-8; the caller closes it.
     *
     * @param name the input, named in error messages
     * @param elements one string an element, in row-major order
     * @throws InferenceException if an element is null or has half a surrogate pair
     */
    OnnxTensor create(String name, String[] elements, long[] shape) throws OrtException {
        boolean allPlain = true;
        for (int i = 0; i < elements.length; i++) {
            allPlain &= isPlain(name, i, elements[i]);
        }
        if (allPlain) {
            return OnnxTensor.createTensor(environment, elements, shape);
        }
        byte[][] encoded = new byte[elements.length][];
        Arrays.setAll(encoded, i -> elements[i].getBytes(StandardCharsets.UTF_8));
        return create(encoded, shape);
    }

    /** A tensor of these bytes, whatever they encode; the caller closes it. */
    OnnxTensor create(byte[][] elements, long[] shape) throws OrtException {
        if (elements.length == 0) {
            return OnnxTensor.createTensor(environment, new String[0], shape);
        }
        byte[] model = StringModels.constant(elements, shape);
        try (OrtSession constant = environment.createSession(model, options)) {
            return (OnnxTensor) constant.run(Map.of()).get(0);
        }
    }

    private static boolean isPlain(String name, int index, String element) {
        if (element == null) {
            throw InferenceException.malformed("input '" + name + "'",
                    "element " + index + " is null, expected a string");
        }
        boolean allPlain = true;
        for (int i = 0; i < element.length(); i++) {
            char unit = element.charAt(i);
            if (Character.isSurrogate(unit)) {
                requirePair(name, index, element, i);
                i++;
            }
            allPlain &= unit != 0 && !Character.isSurrogate(unit);
        }
        return allPlain;
    }

    private static void requirePair(String name, int index, String element, int position) {
        if (Character.charCount(element.codePointAt(position)) != 2) {
            throw InferenceException.malformed("input '" + name + "'", "element " + index
                    + " has half a surrogate pair at character " + position + ", expected Unicode text");
        }
    }

    /**
     * The strings of a tensor, in row-major order.
     *
     * @param name the output, named in error messages
     * @throws InferenceException if an element is not UTF-8
     */
    String[] read(String name, OnnxTensor tensor) throws OrtException {
        if (tensor.getInfo().getNumElements() == 0) {
            return new String[0];
        }
        boolean[] exact = plain(tensor);
        String[] elements = flat(tensor, exact.length);
        if (allTrue(exact)) {
            return elements;
        }
        String[] special = special(name, tensor);
        int next = 0;
        for (int i = 0; i < exact.length; i++) {
            if (!exact[i]) {
                elements[i] = special[next++];
            }
        }
        return elements;
    }

    private boolean[] plain(OnnxTensor tensor) throws OrtException {
        try (OrtSession.Result result = plainSession().run(Map.of("x", tensor))) {
            return (boolean[]) result.get(0).getValue();
        }
    }

    private static boolean allTrue(boolean[] values) {
        for (boolean value : values) {
            if (!value) {
                return false;
            }
        }
        return true;
    }

    private static String[] flat(OnnxTensor tensor, int length) throws OrtException {
        Object value = tensor.getValue();
        if (value instanceof String scalar) {
            return new String[]{scalar};
        }
        String[] result = new String[length];
        flatten((Object[]) value, result, 0);
        return result;
    }

    private static int flatten(Object[] nested, String[] target, int start) {
        int next = start;
        for (Object element : nested) {
            if (element instanceof Object[] row) {
                next = flatten(row, target, next);
            } else {
                target[next++] = (String) element;
            }
        }
        return next;
    }

    private String[] special(String name, OnnxTensor tensor) throws OrtException {
        try (OrtSession.Result result = characterSession().run(Map.of("x", tensor))) {
            String[][] rows = (String[][]) result.get(0).getValue();
            IntBuffer hashes = ((OnnxTensor) result.get(1)).getIntBuffer();
            String[] texts = new String[rows.length];
            for (int i = 0; i < rows.length; i++) {
                texts[i] = join(rows[i], hashes);
            }
            return texts;
        } catch (OrtException e) {
            if (e.getMessage().contains("invalid utf8")) {
                throw InferenceException.internal("output '" + name + "'", "has bytes that are not UTF-8", e);
            }
            throw e;
        }
    }

    private static String join(String[] row, IntBuffer hashes) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(row.length);
        for (String character : row) {
            int hash = hashes.get();
            if (!character.equals(StringModels.PADDING)) {
                text.writeBytes(exact(character, hash));
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** A character arrives damaged if its hash is another: then it was U+0000, or took four bytes. */
    private static byte[] exact(String arrived, int hash) {
        byte[] encoded = arrived.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > 0 && encoded.length <= Integer.BYTES && MurmurHash3.hash(encoded) == hash) {
            return encoded;
        }
        byte[] zero = new byte[1];
        return MurmurHash3.hash(zero) == hash ? zero : MurmurHash3.fourBytes(hash);
    }

    private synchronized OrtSession plainSession() throws OrtException {
        if (plain == null) {
            plain = environment.createSession(StringModels.plain(), options);
        }
        return plain;
    }

    private synchronized OrtSession characterSession() throws OrtException {
        if (characters == null) {
            characters = environment.createSession(StringModels.characters(), options);
        }
        return characters;
    }

    /** Frees the native sessions; tensors that were created stay valid. */
    @Override
    public synchronized void close() throws OrtException {
        if (plain != null) {
            plain.close();
        }
        if (characters != null) {
            characters.close();
        }
        options.close();
    }
}
