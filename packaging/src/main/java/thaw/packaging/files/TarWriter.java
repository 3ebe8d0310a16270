package thaw.packaging.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

import thaw.InferenceException;

/** Writes a tar in the POSIX format, every entry root's and of one time. Not thread-safe. */
final class TarWriter implements Closeable {

    /** 1980-01-01; a class archive remembers the times of its jars. */
    static final long TIME = 315_532_800L;

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int PREFIX = 155;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void folder(String name, int mode) throws IOException {
        out.write(header(name + "/", mode, 0, '5'));
    }

    void file(String name, Path file, int mode) throws IOException {
        long size = Files.size(file);
        out.write(header(name, mode, size, '0'));
        try (InputStream content = Files.newInputStream(file)) {
            content.transferTo(out);
        }
        out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
    }

    void bytes(String name, byte[] content, int mode) throws IOException {
        out.write(header(name, mode, content.length, '0'));
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static byte[] header(String path, int mode, long size, char type) {
        byte[] header = new byte[BLOCK];
        int split = split(path);
        put(header, 0, path.substring(split == 0 ? 0 : split + 1));
        put(header, 345, path.substring(0, split));
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, TIME);
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_LENGTH, (byte) ' ');
        int sum = 0;
        for (byte one : header) {
            sum += Byte.toUnsignedInt(one);
        }
        put(header, CHECKSUM_AT, String.format(Locale.ROOT, "%06o", sum));
        header[CHECKSUM_AT + 6] = 0;
        return header;
    }

    // Where a long path is cut in two, at a slash.
    private static int split(String path) {
        if (path.getBytes(StandardCharsets.UTF_8).length <= NAME) {
            return 0;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            boolean fits = path.substring(slash + 1).getBytes(StandardCharsets.UTF_8).length <= NAME;
            if (fits && slash <= PREFIX) {
                return slash;
            }
        }
        throw InferenceException.malformed(path,
                "expected a shorter path, at most 100 bytes for its last part");
    }

    private static void octal(byte[] header, int at, int length, long value) {
        put(header, at, String.format(Locale.ROOT, "%0" + (length - 1) + "o", value));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.close();
    }
}
