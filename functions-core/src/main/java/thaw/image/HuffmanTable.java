package thaw.image;

/** A JPEG Huffman table, prepared for looking up several bits at once. */
final class HuffmanTable {
    /** Codes up to this length are found by one look-up. */
    static final int LOOK_AHEAD = 9;

    private static final int LONGEST = 16;

    /**
     * For each value of the next bits: length of the code in bits 8 to 15, its symbol below; 0 for longer
     * codes.
     */
    private final short[] symbols = new short[1 << LOOK_AHEAD];
    /**
     * The same with the coefficient that follows, if all of it fits: value, run (4 bits), length (4 bits).
     */
    private final short[] coefficients = new short[1 << LOOK_AHEAD];
    private final int[] largestCode = new int[LONGEST + 1];
    private final int[] valueOffset = new int[LONGEST + 1];
    private final byte[] values;

    private HuffmanTable(byte[] values) {
        this.values = values;
    }

    static HuffmanTable read(Bytes segment, boolean dc) {
        int[] counts = new int[LONGEST + 1];
        int total = 0;
        for (int length = 1; length <= LONGEST; length++) {
            counts[length] = segment.u8();
            total += counts[length];
        }
        if (total > 256) {
            throw segment.malformed("a Huffman table has " + total + " codes, at most 256 are possible.");
        }
        HuffmanTable table = new HuffmanTable(new byte[total]);
        for (int i = 0; i < total; i++) {
            int value = segment.u8();
            if (dc && value > 15) {
                throw segment.malformed("a DC Huffman table codes " + value
                        + " bits, at most 15 are possible.");
            }
            table.values[i] = (byte) value;
        }
        table.assignCodes(segment, counts);
        table.prepareCoefficients();
        return table;
    }

    private void assignCodes(Bytes segment, int[] counts) {
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            valueOffset[length] = index - code;
            for (int i = 0; i < counts[length]; i++, code++, index++) {
                if (code >= 1 << length) {
                    throw segment.malformed("a Huffman table has more codes of " + length
                            + " bits than exist.");
                }
                if (length <= LOOK_AHEAD) {
                    prepareSymbol(code, length, values[index] & 0xFF);
                }
            }
            largestCode[length] = counts[length] > 0 ? code - 1 : -1;
            code <<= 1;
        }
    }

    private void prepareSymbol(int code, int length, int symbol) {
        int first = code << LOOK_AHEAD - length;
        for (int i = 0; i < 1 << LOOK_AHEAD - length; i++) {
            symbols[first + i] = (short) (length << 8 | symbol);
        }
    }

    private void prepareCoefficients() {
        for (int bits = 0; bits < 1 << LOOK_AHEAD; bits++) {
            int length = symbols[bits] >> 8;
            int size = symbols[bits] & 15;
            if (length == 0 || size == 0 || length + size > LOOK_AHEAD) {
                continue;
            }
            int raw = bits >> LOOK_AHEAD - length - size & (1 << size) - 1;
            int value = raw < 1 << size - 1 ? raw - (1 << size) + 1 : raw;
            int run = symbols[bits] >> 4 & 15;
            coefficients[bits] = (short) (value << 8 | run << 4 | length + size);
        }
    }

    /** By the next {@link #LOOK_AHEAD} bits. */
    short[] symbols() {
        return symbols;
    }

    /** By the next {@link #LOOK_AHEAD} bits. */
    short[] coefficients() {
        return coefficients;
    }

    /** Whether a code of so many bits is one of this table's. */
    boolean has(int code, int length) {
        return code <= largestCode[length];
    }

    int symbol(int code, int length) {
        return values[code + valueOffset[length]] & 0xFF;
    }
}
