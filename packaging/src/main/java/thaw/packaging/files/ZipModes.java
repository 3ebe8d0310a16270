package thaw.packaging.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Who may run what of a zip, which {@link java.util.zip} cannot say: written into the table at its end. */
final class ZipModes {

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int TABLE_BYTES_AT = 12;
    private static final int TABLE_AT = 16;
    private static final int ENTRY_BYTES = 46;
    private static final int MADE_BY_AT = 5;
    private static final int NAME_BYTES_AT = 28;
    private static final int EXTRA_BYTES_AT = 30;
    private static final int COMMENT_BYTES_AT = 32;
    private static final int ATTRIBUTES_AT = 38;
    private static final byte UNIX = 3;
    private static final int PROGRAM = 0100755 << 16;
    private static final int FILE = 0100644 << 16;

    private ZipModes() {}

    /** Lets everyone read all entries, and run those; the zip is one without a comment. */
    static void write(Path zip, Set<String> programs) throws IOException {
        try (FileChannel file = FileChannel.open(zip, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer end = read(file, file.size() - END_BYTES, END_BYTES);
            if (end.getInt(0) != END) {
                throw new IOException(zip + ": expected a zip without a comment");
            }
            long at = Integer.toUnsignedLong(end.getInt(TABLE_AT));
            ByteBuffer table = read(file, at, end.getInt(TABLE_BYTES_AT));
            for (int entry = 0; entry < table.limit(); entry += mark(table, entry, programs)) {
                continue;
            }
            file.write(table, at);
        }
    }

    private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.read(buffer, at);
        return buffer.rewind();
    }

    /** Gives how long the entry is. */
    private static int mark(ByteBuffer table, int at, Set<String> programs) {
        int length = Short.toUnsignedInt(table.getShort(at + NAME_BYTES_AT));
        String name = new String(table.array(), at + ENTRY_BYTES, length, StandardCharsets.UTF_8);
        table.put(at + MADE_BY_AT, UNIX);
        table.putInt(at + ATTRIBUTES_AT, programs.contains(name) ? PROGRAM : FILE);
        return ENTRY_BYTES + length + Short.toUnsignedInt(table.getShort(at + EXTRA_BYTES_AT))
                + Short.toUnsignedInt(table.getShort(at + COMMENT_BYTES_AT));
    }
}
