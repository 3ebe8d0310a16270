package thaw.image;

import thaw.InferenceException;

/**
 * The bits of a scan's entropy-coded data.
 *
 * <p>Reading stops at a marker: from there on zeros are handed out, and {@link #requireComplete} tells that
 * some of them were used.
 */
final class JpegBits {
    private final Bytes file;
    private final byte[] data;
    private final int end;
    private int position;
    private long buffer;
    private int count;
    private int padding;

    JpegBits(Bytes file) {
        this.file = file;
        this.data = file.array();
        this.end = file.end();
        this.position = file.position();
    }

    /** Makes at least 48 bits available. */
    private void fill() {
        while (count <= 48) {
            int next = 0;
            if (position >= end) {
                padding += 8;
            } else if (data[position] != -1) {
                next = data[position++] & 0xFF;
            } else if (position + 1 < end && data[position + 1] == 0) {
                next = 0xFF;
                position += 2;
            } else {
                padding += 8;
            }
            buffer = buffer << 8 | next;
            count += 8;
        }
    }

    int symbol(HuffmanTable table) {
        if (count < 32) {
            fill();
        }
        int entry = table.symbols()[(int) (buffer >>> count - HuffmanTable.LOOK_AHEAD) & 0x1FF];
        if (entry != 0) {
            count -= entry >> 8;
            return entry & 0xFF;
        }
        return longSymbol(table);
    }

    private int longSymbol(HuffmanTable table) {
        for (int length = HuffmanTable.LOOK_AHEAD + 1; length <= 16; length++) {
            int code = (int) (buffer >>> count - length) & (1 << length) - 1;
            if (table.has(code, length)) {
                count -= length;
                return table.symbol(code, length);
            }
        }
        requireComplete();
        throw file.malformed("its compressed pixels hold a code that is not in the Huffman table.");
    }

    /** The next bits, up to 16, as a number. */
    int bits(int size) {
        if (count < size) {
            fill();
        }
        count -= size;
        return (int) (buffer >>> count) & (1 << size) - 1;
    }

    /** The next bits, up to 15, as a difference or coefficient: the upper half is positive. */
    int signed(int size) {
        int value = bits(size);
        return size > 0 && value < 1 << size - 1 ? value - (1 << size) + 1 : value;
    }

    /**
     * The next run and coefficient if a table look-up gives both, else 0; see
     * {@link HuffmanTable#coefficients}.
     */
    int coefficient(HuffmanTable table) {
        if (count < 32) {
            fill();
        }
        int entry = table.coefficients()[(int) (buffer >>> count - HuffmanTable.LOOK_AHEAD) & 0x1FF];
        count -= entry & 15;
        return entry;
    }

    /** Fails if bits were read that the file does not have. */
    void requireComplete() {
        if (padding > count) {
            throw file.malformed(position >= end ? "it is cut short within its compressed pixels."
                    : "its compressed pixels end too early, before a marker.");
        }
    }

    /** Goes on behind the restart marker with the given number, 0 to 7. */
    void restart(int number) {
        finish();
        int marker = JpegReader.nextMarker(file);
        if (marker != 0xD0 + number) {
            throw file.malformed(String.format("the marker FF%02X stands where FF%02X is due.", marker,
                    0xD0 + number));
        }
        position = file.position();
        buffer = 0;
        count = 0;
        padding = 0;
    }

    /** Leaves the file's cursor at or before the marker that ends the data. */
    void finish() {
        requireComplete();
        file.moveTo(position);
    }

    InferenceException malformed(String message) {
        return file.malformed(message);
    }
}
