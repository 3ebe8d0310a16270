package thaw.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import thaw.InferenceException;
import thaw.model.WeightsSum;

/**
 * A file in ONNX Runtime's own format, brought into one order. ONNX Runtime writes the table of its kernels' types,
 * which comes first in the file, in the order of a hash table that is salted anew in every process; the model behind it
 * has the same bytes every time. Here that table is written again, sorted by operator.
 *
 * <p>The file is a FlatBuffer: a table begins with the distance back to the list of where its fields are; what it holds
 * is found by offsets forward.
 */
final class OrtFile {

    private static final int ROOT_VERSION = 0;
    private static final int ROOT_MODEL = 1;
    private static final int ROOT_KERNELS = 3;
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_INITIALIZERS = 0;
    private static final int TENSOR_DATATYPE = 3;
    private static final int TENSOR_BYTES = 4;
    /** FP32, UINT8, INT8, FP16, FP64 and BF16, as ONNX numbers them: numbers to multiply with, never places or sizes. */
    private static final Set<Integer> WEIGHTS = Set.of(1, 2, 3, 10, 11, 16);
    /** Below it a weight is checked with the rest as quickly. */
    private static final int LARGE = 16 << 10;
    /** No weight is aligned more strictly; the model moves by a multiple of it. */
    private static final int ALIGNMENT = 64;

    private final ByteBuffer file;

    private OrtFile(ByteBuffer file) {
        this.file = file.order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Writes the sorted file.
     *
     * @throws InferenceException invalid model, if it is not one that this version of ONNX Runtime writes
     */
    static void sort(Path written, Path target) throws IOException {
        try {
            new OrtFile(OnnxGraph.map(written)).sort(target);
        } catch (IndexOutOfBoundsException | IllegalArgumentException unexpected) {
            throw InferenceException.invalidModel(written.toString(),
                    "is not laid out as ONNX Runtime does it: " + unexpected.getMessage(), unexpected);
        }
    }

    /**
     * Where in a file the large weights of the graph are, those of subgraphs not counted.
     *
     * @throws InferenceException invalid model, if it is not one that this version of ONNX Runtime writes
     */
    static List<WeightsSum.Region> weights(Path written) {
        try {
            return new OrtFile(OnnxGraph.map(written)).weights();
        } catch (IndexOutOfBoundsException | IllegalArgumentException unexpected) {
            throw InferenceException.invalidModel(written.toString(),
                    "is not laid out as ONNX Runtime does it: " + unexpected.getMessage(), unexpected);
        }
    }

    private List<WeightsSum.Region> weights() {
        int graph = follow(field(follow(field(follow(0), ROOT_MODEL)), MODEL_GRAPH));
        List<WeightsSum.Region> regions = new ArrayList<>();
        if (slot(graph, GRAPH_INITIALIZERS) != 0) {
            for (int tensor : tables(field(graph, GRAPH_INITIALIZERS))) {
                int datatype = slot(tensor, TENSOR_DATATYPE);
                if (datatype != 0 && WEIGHTS.contains(file.getInt(tensor + datatype))
                        && slot(tensor, TENSOR_BYTES) != 0) {
                    int bytes = follow(field(tensor, TENSOR_BYTES));
                    regions.add(new WeightsSum.Region(bytes + 4L, Math.max(1, file.getInt(bytes))));
                }
            }
        }
        return regions.stream().filter(region -> region.bytes() >= LARGE)
                .sorted(Comparator.comparingLong(WeightsSum.Region::offset)).toList();
    }

    private void sort(Path target) throws IOException {
        int root = follow(0);
        int model = follow(field(root, ROOT_MODEL));
        int modelStart = startOf(model);
        KernelTypes kernels = new KernelTypes(text(field(root, ROOT_VERSION)),
                entries(follow(field(root, ROOT_KERNELS))));
        ByteBuffer head = kernels.head(model - modelStart, modelStart % ALIGNMENT, ALIGNMENT);
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(out, head);
            write(out, file.slice(modelStart, file.limit() - modelStart));
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** A table's list of fields is right before it, unless an equal one was written earlier, which is behind it. */
    private int startOf(int table) {
        return Math.min(table, table - file.getInt(table));
    }

    private List<KernelTypes.Entry> entries(int kernels) {
        List<KernelTypes.Entry> entries = new ArrayList<>();
        for (int entry : tables(field(kernels, 0))) {
            List<KernelTypes.Kernel> types = new ArrayList<>();
            for (int kernel : tables(field(entry, 1))) {
                types.add(new KernelTypes.Kernel(text(field(kernel, 0)), arguments(kernel)));
            }
            entries.add(new KernelTypes.Entry(text(field(entry, 0)), types));
        }
        return entries;
    }

    private List<KernelTypes.Argument> arguments(int kernel) {
        List<KernelTypes.Argument> arguments = new ArrayList<>();
        for (int argument : tables(field(kernel, 1))) {
            int kind = slot(argument, 0);
            int index = slot(argument, 1);
            arguments.add(new KernelTypes.Argument(kind == 0 ? 0 : file.get(argument + kind),
                    index == 0 ? 0 : file.getInt(argument + index)));
        }
        return arguments;
    }

    private int follow(int position) {
        return position + file.getInt(position);
    }

    /** Where in a table a field is; 0 if it was left out. */
    private int slot(int table, int number) {
        int fields = table - file.getInt(table);
        int entry = 4 + 2 * number;
        return entry < file.getShort(fields) ? file.getShort(fields + entry) : 0;
    }

    private int field(int table, int number) {
        int slot = slot(table, number);
        if (slot == 0) {
            throw new IllegalArgumentException("field " + number + " is missing at " + table);
        }
        return table + slot;
    }

    private int[] tables(int field) {
        int vector = follow(field);
        int[] tables = new int[file.getInt(vector)];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = follow(vector + 4 + 4 * i);
        }
        return tables;
    }

    private String text(int field) {
        int text = follow(field);
        byte[] bytes = new byte[file.getInt(text)];
        file.get(text + 4, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
