package thaw.image;

/** The Huffman and quantisation tables in force; each may be defined anew between scans. */
final class JpegTables {
    /** Where in a block, row by row, the coefficient with an index of the zigzag order stands. */
    static final int[] NATURAL_ORDER = {
            0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48,
            41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
            30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

    private static final int MOST_TABLES = 4;

    private final Bytes file;
    private final HuffmanTable[] dc = new HuffmanTable[MOST_TABLES];
    private final HuffmanTable[] ac = new HuffmanTable[MOST_TABLES];
    private final int[][] quantisation = new int[MOST_TABLES][];

    JpegTables(Bytes file) {
        this.file = file;
    }

    void defineHuffman(Bytes segment) {
        while (segment.remaining() > 0) {
            int head = segment.u8();
            if (head >> 4 > 1 || (head & 15) >= MOST_TABLES) {
                throw file.malformed(String.format(
                        "the Huffman table %02x is neither DC 0 to 3 nor AC 0 to 3.", head));
            }
            (head >> 4 == 0 ? dc : ac)[head & 15] = HuffmanTable.read(segment, head >> 4 == 0);
        }
    }

    void defineQuantisation(Bytes segment) {
        while (segment.remaining() > 0) {
            int head = segment.u8();
            if (head >> 4 > 1 || (head & 15) >= MOST_TABLES) {
                throw file.malformed(String.format("the quantisation table %02x is not one of 0 to 3.",
                        head));
            }
            int[] table = new int[64];
            for (int i = 0; i < 64; i++) {
                table[NATURAL_ORDER[i]] = head >> 4 == 0 ? segment.u8() : segment.u16();
            }
            quantisation[head & 15] = table;
        }
    }

    HuffmanTable dc(int index) {
        return require(index < MOST_TABLES ? dc[index] : null, "DC Huffman", index);
    }

    HuffmanTable ac(int index) {
        return require(index < MOST_TABLES ? ac[index] : null, "AC Huffman", index);
    }

    /** In row by row order. */
    int[] quantisation(int index) {
        return require(index < MOST_TABLES ? quantisation[index] : null, "quantisation", index);
    }

    private <T> T require(T table, String kind, int index) {
        if (table == null) {
            throw file.malformed("its " + kind + " table " + index + " is used but not defined.");
        }
        return table;
    }
}
