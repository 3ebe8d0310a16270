package thaw.packaging.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import thaw.InferenceException;

/**
 * A 64-bit little-endian ELF library: what the loader maps, and behind it what only debuggers read. The loader goes by
 * program headers; sections, symbols and debug information can go.
 */
public final class ElfImage {

    private static final int HEADER = 64;
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64_LITTLE = 0x0102;
    private static final int MACHINE_AT = 18;
    private static final int PROGRAM_HEADERS_AT = 32;
    private static final int SECTION_HEADERS_AT = 40;
    private static final int PROGRAM_HEADER_SIZE_AT = 54;
    private static final int PROGRAM_HEADER_COUNT_AT = 56;
    private static final int SECTION_SIZE_AT = 58;
    private static final int SECTION_COUNT_AT = 60;
    private static final int SECTION_NAMES_AT = 62;
    private static final int SEGMENT_OFFSET_AT = 8;
    private static final int SEGMENT_BYTES_AT = 32;

    private final byte[] bytes;
    private final ByteBuffer view;

    private ElfImage(String name, byte[] bytes) {
        this.bytes = bytes;
        this.view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || view.getInt(0) != MAGIC || view.getShort(4) != CLASS_64_LITTLE) {
            throw InferenceException.malformed(name, "expected a 64-bit ELF library, got something else");
        }
    }

    /**
     * Takes the bytes of a library.
     *
     * @param name for messages
     * @throws InferenceException malformed, if it is none
     */
    public static ElfImage of(String name, byte[] library) {
        return new ElfImage(name, library.clone());
    }

    /** Reads a library. */
    public static ElfImage read(Path file) throws IOException {
        return new ElfImage(file.toString(), Files.readAllBytes(file));
    }

    /** The processor it is for, as ELF numbers them: 62 for x86-64, 183 for AArch64. */
    public int machine() {
        return Short.toUnsignedInt(view.getShort(MACHINE_AT));
    }

    /** The library without sections: cut behind the last byte that a segment maps. */
    public byte[] stripped() {
        long end = HEADER;
        long table = view.getLong(PROGRAM_HEADERS_AT);
        int size = Short.toUnsignedInt(view.getShort(PROGRAM_HEADER_SIZE_AT));
        int count = Short.toUnsignedInt(view.getShort(PROGRAM_HEADER_COUNT_AT));
        end = Math.max(end, table + (long) size * count);
        for (int i = 0; i < count; i++) {
            int header = Math.toIntExact(table + (long) i * size);
            end = Math.max(end,
                    view.getLong(header + SEGMENT_OFFSET_AT) + view.getLong(header + SEGMENT_BYTES_AT));
        }
        byte[] stripped = Arrays.copyOf(bytes, Math.toIntExact(Math.min(end, bytes.length)));
        ByteBuffer header = ByteBuffer.wrap(stripped).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(SECTION_HEADERS_AT, 0);
        header.putShort(SECTION_SIZE_AT, (short) 0);
        header.putShort(SECTION_COUNT_AT, (short) 0);
        header.putShort(SECTION_NAMES_AT, (short) 0);
        return stripped;
    }
}
