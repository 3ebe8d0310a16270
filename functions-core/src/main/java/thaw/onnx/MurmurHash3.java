package thaw.onnx;

/**
 * MurmurHash3 x86 32 with seed 0, as ONNX Runtime's operator of that name computes it, for up to four bytes.
 *
 * <p>On exactly four bytes each of its steps can be undone, so the hash stands for the bytes without any
 * loss.
 */
final class MurmurHash3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;
    private static final int M = 5;
    private static final int N = 0xe6546b64;
    private static final int F1 = 0x85ebca6b;
    private static final int F2 = 0xc2b2ae35;

    private MurmurHash3() {}

    static int hash(byte[] bytes) {
        int block = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            block = block << Byte.SIZE | bytes[i] & 0xff;
        }
        int hash = Integer.rotateLeft(block * C1, 15) * C2;
        if (bytes.length == Integer.BYTES) {
            hash = Integer.rotateLeft(hash, 13) * M + N;
        } else if (bytes.length > Integer.BYTES) {
            throw new IllegalArgumentException("at most 4 bytes, got " + bytes.length);
        }
        return mix(hash ^ bytes.length);
    }

    private static int mix(int value) {
        int hash = value;
        hash = (hash ^ hash >>> 16) * F1;
        hash = (hash ^ hash >>> 13) * F2;
        return hash ^ hash >>> 16;
    }

    /** The only four bytes that have this hash. */
    static byte[] fourBytes(int hash) {
        int value = hash ^ hash >>> 16;
        value *= inverse(F2);
        value ^= value >>> 13 ^ value >>> 26;
        value *= inverse(F1);
        value ^= value >>> 16;
        value = Integer.rotateRight(((value ^ Integer.BYTES) - N) * inverse(M), 13);
        value = Integer.rotateRight(value * inverse(C2), 15) * inverse(C1);
        return new byte[]{(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }

    /** The inverse of an odd factor modulo 2^32, by Newton's iteration. */
    private static int inverse(int odd) {
        int result = odd;
        for (int i = 0; i < 5; i++) {
            result *= 2 - odd * result;
        }
        return result;
    }
}
