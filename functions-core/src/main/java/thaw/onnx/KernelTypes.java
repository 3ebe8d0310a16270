package thaw.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * What comes before the model in a file of ONNX Runtime: its format's version, and by which of its inputs and outputs an
 * operator's kernel is chosen.
 *
 * @param version of the format
 * @param entries one an operator
 */
record KernelTypes(String version, List<Entry> entries) {

    private static final byte[] MARK = "ORTM".getBytes(StandardCharsets.US_ASCII);
    // More than any field costs: its own bytes, offsets to it, alignment.
    private static final int ROOM = 64;

    /** An operator, as {@code domain:type:version}. */
    record Entry(String operator, List<Kernel> kernels) {
        Entry {
            kernels = kernels.stream().sorted(Comparator.comparing(Kernel::type)).toList();
        }
    }

    /** A type that a kernel is chosen by, and what has it. */
    record Kernel(String type, List<Argument> arguments) {}

    /** An input (0) or output (1), and which one. */
    record Argument(int kind, int index) {}

    KernelTypes {
        entries = entries.stream().sorted(Comparator.comparing(Entry::operator)).toList();
    }

    /**
     * The head of a file.
     *
     * @param model     where the model's table is, counted from what follows the head
     * @param remainder of the head's length divided by the alignment
     */
    ByteBuffer head(int model, int remainder, int alignment) {
        Writer writer = new Writer(ByteBuffer.allocate(room()).order(ByteOrder.LITTLE_ENDIAN));
        int modelField = writer.root(this);
        ByteBuffer head = writer.out;
        while (head.position() % alignment != remainder) {
            head.put((byte) 0);
        }
        head.putInt(modelField, head.position() + model - modelField);
        return head.flip();
    }

    private int room() {
        int room = 8 * ROOM;
        for (Entry entry : entries) {
            room += 2 * ROOM + 4 * entry.operator.length();
            for (Kernel kernel : entry.kernels) {
                room += 2 * ROOM + 4 * kernel.type.length() + ROOM * kernel.arguments.size();
            }
        }
        return room;
    }

    /** Writes tables from front to back; the lists of their fields come first and are shared. */
    private static final class Writer {

        private final ByteBuffer out;
        private final int rootFields;
        private final int oneField;
        private final int twoFields;
        private final int argumentFields;

        Writer(ByteBuffer out) {
            this.out = out;
            out.putInt(0).put(MARK);
            rootFields = fields(16, 4, 8, 0, 12);
            oneField = fields(8, 4);
            twoFields = fields(12, 4, 8);
            argumentFields = fields(12, 8, 4);
        }

        /** Answers where the offset of the model is to be written. */
        int root(KernelTypes types) {
            int root = table(rootFields, 16);
            out.putInt(0, root);
            pointHere(root + 4);
            text(types.version);
            pointHere(root + 12);
            int kernels = table(oneField, 8);
            pointHere(kernels + 4);
            int vector = vector(types.entries.size());
            for (int i = 0; i < types.entries.size(); i++) {
                pointHere(vector + 4 * i);
                entry(types.entries.get(i));
            }
            return root + 8;
        }

        private void entry(Entry entry) {
            int table = table(twoFields, 12);
            pointHere(table + 4);
            text(entry.operator);
            pointHere(table + 8);
            int vector = vector(entry.kernels.size());
            for (int i = 0; i < entry.kernels.size(); i++) {
                pointHere(vector + 4 * i);
                kernel(entry.kernels.get(i));
            }
        }

        private void kernel(Kernel kernel) {
            int table = table(twoFields, 12);
            pointHere(table + 4);
            text(kernel.type);
            pointHere(table + 8);
            int vector = vector(kernel.arguments.size());
            for (int i = 0; i < kernel.arguments.size(); i++) {
                pointHere(vector + 4 * i);
                int argument = table(argumentFields, 12);
                out.putInt(argument + 4, kernel.arguments.get(i).index);
                out.put(argument + 8, (byte) kernel.arguments.get(i).kind);
            }
        }

        private int fields(int tableSize, int... positions) {
            align();
            int start = out.position();
            out.putShort((short) (4 + 2 * positions.length)).putShort((short) tableSize);
            for (int position : positions) {
                out.putShort((short) position);
            }
            align();
            return start;
        }

        /** A table whose fields are still zero. */
        private int table(int fields, int size) {
            int start = out.position();
            out.putInt(start - fields).position(start + size);
            return start;
        }

        private int vector(int size) {
            out.putInt(size);
            int start = out.position();
            out.position(start + 4 * size);
            return start;
        }

        private void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.putInt(bytes.length).put(bytes).put((byte) 0);
            align();
        }

        private void pointHere(int field) {
            out.putInt(field, out.position() - field);
        }

        private void align() {
            while (out.position() % 4 != 0) {
                out.put((byte) 0);
            }
        }
    }
}
