package thaw.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

import thaw.InferenceException;

/**
 * What a file must be, to the bit.
 *
 * @param sha256 in lower-case hexadecimal
 * @param bytes  the size, which is compared first
 */
public record Checksum(String sha256, long bytes) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int CHUNK = 64 << 10;

    public Checksum {
        if (!SHA256.matcher(sha256).matches() || bytes < 0) {
            throw InferenceException.mismatch("checksum",
                    "64 lower-case hexadecimal digits and a size of 0 or more",
                    "'" + sha256 + "' and " + bytes);
        }
    }

    /**
     * That of a file as it is now.
     *
     * @throws InferenceException invalid model, if it cannot be read
     */
    public static Checksum of(Path file) {
        MessageDigest digest = digest();
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
                digest.update(chunk, 0, read);
                bytes += read;
            }
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(file.toString(), "cannot be read: " + unreadable,
                    unreadable);
        }
        return new Checksum(HexFormat.of().formatHex(digest.digest()), bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Checks a file against it. */
    void requireSame(Path file) {
        requireSize(file);
        Checksum actual = of(file);
        if (!equals(actual)) {
            throw InferenceException.invalidModel(file.toString(),
                    "was changed after it was packaged: expected SHA-256 " + sha256 + ", got "
                            + actual.sha256);
        }
    }

    private void requireSize(Path file) {
        try {
            if (Files.size(file) != bytes) {
                throw InferenceException.invalidModel(file.toString(),
                        "was changed after it was packaged: expected " + bytes + " bytes, got "
                                + Files.size(file));
            }
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(file.toString(), "cannot be read: " + unreadable,
                    unreadable);
        }
    }
}
