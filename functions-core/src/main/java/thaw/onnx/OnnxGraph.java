package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import thaw.InferenceException;

/**
 * What an ONNX file says about itself, read without ONNX Runtime and without its weights. Immutable.
 *
 * @param irVersion version of the file format
 * @param producer tool that wrote the file, with its version, for example {@code pytorch 2.4}; possibly empty
 * @param domain reverse-DNS name of the model's owner; possibly empty
 * @param modelVersion number given by the owner; 0 if none
 * @param documentation free text; possibly empty
 * @param metadata free key-value pairs, in the file's order
 * @param opsets version of each imported operator set, by domain; the standard domain is the empty string
 * @param inputs what a caller must or may feed, in order; inputs that merely name an initializer are left out
 * @param outputs what the graph answers, in order
 * @param operators how often each operator occurs, in subgraphs and local functions as well
 * @param functions operators that the model itself defines
 * @param weights count and size of the initializers
 * @param externalData tensors whose data is in other files
 */
public record OnnxGraph(
        long irVersion,
        String producer,
        String domain,
        long modelVersion,
        String documentation,
        Map<String, String> metadata,
        SortedMap<String, Long> opsets,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        SortedMap<Operator, Integer> operators,
        SortedSet<Operator> functions,
        Weights weights,
        List<ExternalData> externalData) {

    private static final byte[] RUNTIME_FORMAT = "ORTM".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LARGE_FILE_POINTER = "version https://git-lfs.github.com/spec/"
            .getBytes(StandardCharsets.US_ASCII);

    public OnnxGraph {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        opsets = Collections.unmodifiableSortedMap(new TreeMap<>(opsets));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        operators = Collections.unmodifiableSortedMap(new TreeMap<>(operators));
        functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
        externalData = List.copyOf(externalData);
    }

    /**
     * Reads the description of a model's file, which is mapped and not copied.
     *
     * @throws InferenceException naming the file, if it is missing, truncated, damaged or not an ONNX model
     */
    public static OnnxGraph read(Path model) {
        return read(map(model), model.toString());
    }

    /**
     * Reads the description of the model between the buffer's position and limit, which stay as they are.
     *
     * @param culprit name of the model in error messages
     * @throws InferenceException naming the culprit, if the bytes are truncated, damaged or not an ONNX model
     */
    public static OnnxGraph read(ByteBuffer model, String culprit) {
        if (!model.hasRemaining()) {
            throw InferenceException.invalidModel(culprit, "is empty");
        }
        if (hasAt(model, 4, RUNTIME_FORMAT)) {
            throw InferenceException.invalidModel(
                    culprit, "is in ONNX Runtime's own format (.ort), expected an ONNX model");
        }
        if (hasAt(model, 0, LARGE_FILE_POINTER)) {
            throw InferenceException.invalidModel(
                    culprit, "is a Git LFS pointer and not the model itself: fetch it with 'git lfs pull'");
        }
        return new OnnxModelReader().read(new ProtobufReader(model, culprit));
    }

    private static boolean hasAt(ByteBuffer model, int offset, byte[] mark) {
        return model.remaining() >= offset + mark.length
                && model.slice(model.position() + offset, mark.length).equals(ByteBuffer.wrap(mark));
    }

    /**
     * Checks that each external data file exists in the model's folder and is long enough.
     *
     * @param folder the folder of the model's file
     * @throws InferenceException naming the missing or short file
     */
    public void requireExternalData(Path folder) {
        externalData.forEach(data -> requireFile(folder, data));
    }

    private static void requireFile(Path folder, ExternalData data) {
        Path file = folder.resolve(data.location());
        if (!Files.isRegularFile(file)) {
            throw InferenceException.invalidModel(file.toString(),
                    "is missing: the model keeps the data of tensor '" + data.tensor() + "' in it");
        }
        try {
            long needed = Math.addExact(data.offset(), data.length().orElse(0));
            if (Files.size(file) < needed) {
                throw InferenceException.invalidModel(file.toString(), "has " + Files.size(file)
                        + " bytes, tensor '" + data.tensor() + "' needs " + needed);
            }
        } catch (IOException e) {
            throw InferenceException.invalidModel(file.toString(), "cannot be read: " + e.getMessage());
        }
    }

    static ByteBuffer map(Path model) {
        try (FileChannel channel = FileChannel.open(model)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw InferenceException.invalidModel(model.toString(), "has " + channel.size()
                        + " bytes; an ONNX file has at most 2 GiB, larger weights are kept as external data");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        } catch (NoSuchFileException e) {
            throw InferenceException.invalidModel(model.toString(), "does not exist");
        } catch (IOException e) {
            throw InferenceException.invalidModel(model.toString(), "cannot be read: " + e.getMessage());
        }
    }
}
