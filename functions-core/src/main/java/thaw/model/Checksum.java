package thaw.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import thaw.InferenceException;

/**
 * What a file must be, to the bit.
 *
 * @param sha256 in lower-case hexadecimal
 * @param bytes  the size, which is compared first
 * @param crc32c eight lower-case hexadecimal digits; if they are there, a start compares them instead of the SHA-256,
 *               which takes it a tenth of the time and misses no changed byte, but no forgery either; else empty
 */
public record Checksum(String sha256, long bytes, String crc32c) {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CRC32C = Pattern.compile("([0-9a-f]{8})?");

    public Checksum {
        if (!SHA256.matcher(sha256).matches() || bytes < 0) {
            throw InferenceException.mismatch("checksum",
                    "64 lower-case hexadecimal digits and a size of 0 or more",
                    "'" + sha256 + "' and " + bytes);
        }
        if (!CRC32C.matcher(crc32c).matches()) {
            throw InferenceException.mismatch("checksum", "8 lower-case hexadecimal digits",
                    "'" + crc32c + "'");
        }
    }

    /** Without a CRC-32C: a start compares the SHA-256. */
    public Checksum(String sha256, long bytes) {
        this(sha256, bytes, "");
    }

    /**
     * That of a file as it is now.
     *
     * @throws InferenceException invalid model, if it cannot be read
     */
    public static Checksum of(Path file) {
        MessageDigest digest = digest();
        CRC32C sum = new CRC32C();
        long bytes = FileParts.read(file, FileParts.ALL, chunk -> {
            digest.update(chunk.duplicate());
            sum.update(chunk);
        });
        return new Checksum(HexFormat.of().formatHex(digest.digest()), bytes, FileParts.digits(sum));
    }

    private static String crc32cOf(Path file) {
        java.util.zip.Checksum sum = InterleavedCrc32c.fastest();
        FileParts.read(file, FileParts.ALL, sum::update);
        return FileParts.digits(sum);
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
        if (!crc32c.isEmpty() && crc32c.equals(crc32cOf(file))) {
            return;
        }
        Checksum actual = of(file);
        if (!sha256.equals(actual.sha256)) {
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
