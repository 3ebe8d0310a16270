package thaw.hosting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

import thaw.hosting.ObjectStore.Algorithm;

/** The checksum of a file, as object stores make it. */
final class FileDigest {

    private static final int BUFFER = 64 << 10;

    private interface Sum {
        void add(byte[] bytes, int length);
    }

    private FileDigest() {}

    /** In lower-case hexadecimal. */
    static String of(Path file, Algorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> {
                MessageDigest digest = md5();
                read(file, (bytes, length) -> digest.update(bytes, 0, length));
                yield HexFormat.of().formatHex(digest.digest());
            }
            case CRC32C -> {
                CRC32C sum = new CRC32C();
                read(file, (bytes, length) -> sum.update(bytes, 0, length));
                yield HexFormat.of().toHexDigits((int) sum.getValue());
            }
        };
    }

    private static void read(Path file, Sum sum) {
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                sum.add(buffer, read);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
