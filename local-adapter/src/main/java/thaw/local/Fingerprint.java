package thaw.local;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 128 bits of SHA-256: enough that two different inputs never share one by chance or by intent.
 *
 * @param high the first eight bytes
 * @param low  the next eight
 */
record Fingerprint(long high, long low) {

    // Digests are made anew for each thread: a lookup among the security providers costs more than a short hash.
    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(Fingerprint::digest);

    static Fingerprint of(byte[] bytes) {
        ByteBuffer digest = ByteBuffer.wrap(DIGEST.get().digest(bytes));
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Thirty-two hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
