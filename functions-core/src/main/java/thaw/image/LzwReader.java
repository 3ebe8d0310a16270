package thaw.image;

/** GIF's variant of LZW. */
final class LzwReader {
    private static final int TABLE = 4096;
    private static final int NONE = -1;

    private final Bytes file;
    private final short[] prefix = new short[TABLE];
    private final byte[] suffix = new byte[TABLE];
    private final byte[] first = new byte[TABLE];
    private final short[] length = new short[TABLE];
    private int clear;
    private int next;
    private int codeBits;
    private int previous;
    private int blockLeft;
    private int bits;
    private int bitCount;

    LzwReader(Bytes file) {
        this.file = file;
    }

    /** Decodes exactly {@code count} indices; more than that in the file are ignored. */
    byte[] read(int count) {
        int minimumBits = file.u8();
        if (minimumBits < 1 || minimumBits > 8) {
            throw file.malformed("its codes start with " + minimumBits + " bits, expected 1 to 8.");
        }
        clear = 1 << minimumBits;
        defineSingleIndices();
        forget(minimumBits);
        byte[] indices = new byte[count];
        int filled = 0;
        while (filled < count) {
            int code = nextCode();
            if (code == clear) {
                forget(minimumBits);
            } else {
                define(code);
                filled = write(code, indices, filled);
                previous = code;
            }
        }
        return indices;
    }

    private void defineSingleIndices() {
        for (int i = 0; i < clear; i++) {
            suffix[i] = (byte) i;
            first[i] = (byte) i;
            length[i] = 1;
        }
    }

    private void forget(int minimumBits) {
        next = clear + 2;
        codeBits = minimumBits + 1;
        previous = NONE;
    }

    /** Each code but the first defines another: the indices of the one before, and the first of its own. */
    private void define(int code) {
        if (code == clear + 1) {
            throw file.malformed("its pixels end too early.");
        }
        int largest = previous == NONE ? clear - 1 : Math.min(next, TABLE - 1);
        if (code > largest) {
            throw file.malformed("the code " + code + " appears before it is defined.");
        }
        if (previous != NONE && next < TABLE) {
            add(next, previous, code == next ? first[previous] : first[code]);
            next++;
            if (next == 1 << codeBits && codeBits < 12) {
                codeBits++;
            }
        }
    }

    private void add(int code, int before, byte last) {
        prefix[code] = (short) before;
        suffix[code] = last;
        first[code] = first[before];
        length[code] = (short) (length[before] + 1);
    }

    private int write(int code, byte[] indices, int at) {
        int end = at + length[code];
        int link = code;
        for (int i = end - 1; i >= at; i--) {
            if (i < indices.length) {
                indices[i] = suffix[link];
            }
            link = prefix[link];
        }
        return Math.min(end, indices.length);
    }

    private int nextCode() {
        while (bitCount < codeBits) {
            if (blockLeft == 0) {
                blockLeft = file.u8();
                if (blockLeft == 0) {
                    throw file.malformed("its pixels end too early.");
                }
            }
            bits |= file.u8() << bitCount;
            bitCount += 8;
            blockLeft--;
        }
        int code = bits & (1 << codeBits) - 1;
        bits >>>= codeBits;
        bitCount -= codeBits;
        return code;
    }
}
