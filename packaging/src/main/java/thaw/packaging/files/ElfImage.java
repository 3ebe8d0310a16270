package thaw.packaging.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final int SEGMENT_ADDRESS_AT = 16;
    private static final int SEGMENT_BYTES_AT = 32;
    private static final int LOADED = 1;
    private static final int DYNAMIC = 2;
    private static final int INTERPRETER = 3;
    private static final int NEEDED = 1;
    private static final int STRINGS = 5;
    private static final int STRING_BYTES = 10;
    private static final Pattern GLIBC = Pattern.compile("GLIBC_2\\.(\\d+)");
    private static final int ENTRY_BYTES = 16;

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

    /** Whether a file begins as an ELF file does. */
    public static boolean isElf(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] first = stream.readNBytes(Integer.BYTES);
            return first.length == Integer.BYTES
                    && ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getInt() == MAGIC;
        }
    }

    /** The processor it is for, as ELF numbers them: 62 for x86-64, 183 for AArch64. */
    public int machine() {
        return Short.toUnsignedInt(view.getShort(MACHINE_AT));
    }

    /** The library without sections: cut behind the last byte that a segment maps. */
    public byte[] stripped() {
        List<Segment> segments = segments();
        long end = view.getLong(PROGRAM_HEADERS_AT)
                + (long) Short.toUnsignedInt(view.getShort(PROGRAM_HEADER_SIZE_AT)) * segments.size();
        for (Segment segment : segments) {
            end = Math.max(end, segment.offset() + segment.bytes());
        }
        byte[] stripped = Arrays.copyOf(bytes, Math.toIntExact(Math.min(end, bytes.length)));
        ByteBuffer header = ByteBuffer.wrap(stripped).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(SECTION_HEADERS_AT, 0);
        header.putShort(SECTION_SIZE_AT, (short) 0);
        header.putShort(SECTION_COUNT_AT, (short) 0);
        header.putShort(SECTION_NAMES_AT, (short) 0);
        return stripped;
    }

    private record Segment(int type, long offset, long address, long bytes) {
        boolean holds(long where) {
            return type == LOADED && where >= address && where < address + bytes;
        }
    }

    private List<Segment> segments() {
        long table = view.getLong(PROGRAM_HEADERS_AT);
        int size = Short.toUnsignedInt(view.getShort(PROGRAM_HEADER_SIZE_AT));
        int count = Short.toUnsignedInt(view.getShort(PROGRAM_HEADER_COUNT_AT));
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int header = Math.toIntExact(table + (long) i * size);
            segments.add(new Segment(view.getInt(header), view.getLong(header + SEGMENT_OFFSET_AT),
                    view.getLong(header + SEGMENT_ADDRESS_AT), view.getLong(header + SEGMENT_BYTES_AT)));
        }
        return segments;
    }

    /** The file names of the libraries that it is linked with, and the path of the loader that a program names. */
    public List<String> needed() {
        List<String> needed = new ArrayList<>();
        List<Segment> segments = segments();
        for (Segment segment : segments) {
            if (segment.type() == INTERPRETER) {
                needed.add(text(segment.offset()));
            } else if (segment.type() == DYNAMIC) {
                needed.addAll(linked(segment, segments));
            }
        }
        return needed;
    }

    private List<String> linked(Segment dynamic, List<Segment> segments) {
        List<Long> names = new ArrayList<>();
        for (long at = dynamic.offset(); at < dynamic.offset() + dynamic.bytes(); at += ENTRY_BYTES) {
            if (view.getLong(Math.toIntExact(at)) == NEEDED) {
                names.add(view.getLong(Math.toIntExact(at + Long.BYTES)));
            }
        }
        long offset = offset(entry(dynamic, STRINGS), segments);
        return names.stream().map(name -> text(offset + name)).toList();
    }

    /** The second number of the newest version of glibc that it asks for; 0 if it asks for none. */
    public int glibc() {
        return segments().stream().filter(segment -> segment.type() == DYNAMIC)
                .mapToInt(segment -> newest(segment, segments())).max().orElse(0);
    }

    private int newest(Segment dynamic, List<Segment> segments) {
        long table = entry(dynamic, STRINGS);
        int from = Math.toIntExact(offset(table, segments));
        int length = Math.toIntExact(entry(dynamic, STRING_BYTES));
        Matcher versions = GLIBC
                .matcher(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
        return versions.results().mapToInt(found -> Integer.parseInt(found.group(1))).max().orElse(0);
    }

    private long entry(Segment dynamic, int wanted) {
        for (long at = dynamic.offset(); at < dynamic.offset() + dynamic.bytes(); at += ENTRY_BYTES) {
            if (view.getLong(Math.toIntExact(at)) == wanted) {
                return view.getLong(Math.toIntExact(at + Long.BYTES));
            }
        }
        return 0;
    }

    private static long offset(long address, List<Segment> segments) {
        return segments.stream().filter(segment -> segment.holds(address)).findFirst()
                .map(segment -> address - segment.address() + segment.offset()).orElse(address);
    }

    private String text(long at) {
        int from = Math.toIntExact(at);
        int to = from;
        while (bytes[to] != 0) {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
