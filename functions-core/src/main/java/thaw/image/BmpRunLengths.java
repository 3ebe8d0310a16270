package thaw.image;

/** Palette indices coded in runs (RLE4 and RLE8); pixels that no run covers have index 0. */
final class BmpRunLengths {
    private static final int END_OF_LINE = 0;
    private static final int END_OF_IMAGE = 1;
    private static final int DELTA = 2;

    private final Bytes file;
    private final BmpHeader header;
    private final boolean nibbles;
    private final byte[] indices;
    private int x;
    private int row;

    BmpRunLengths(Bytes file, BmpHeader header) {
        this.file = file;
        this.header = header;
        this.nibbles = header.compression() == BmpHeader.RUNS_OF_4;
        this.indices = new byte[header.width() * header.height()];
    }

    byte[] read() {
        while (row < header.height() && !endsWithItsLastPixel()) {
            int count = file.u8();
            int value = file.u8();
            if (count > 0) {
                run(count, value);
            } else if (value == END_OF_IMAGE) {
                break;
            } else if (value == END_OF_LINE) {
                x = 0;
                row++;
            } else if (value == DELTA) {
                x += file.u8();
                row += file.u8();
            } else {
                literal(value);
            }
        }
        return indices;
    }

    /** Some writers leave out the end code. */
    private boolean endsWithItsLastPixel() {
        return row == header.height() - 1 && x >= header.width() && file.remaining() < 2;
    }

    private void run(int count, int value) {
        for (int i = 0; i < count; i++) {
            put(nibbles ? (i & 1) == 0 ? value >> 4 : value & 15 : value);
        }
    }

    private void literal(int count) {
        int bytes = nibbles ? (count + 1) / 2 : count;
        Bytes values = file.slice(bytes);
        for (int i = 0; i < count; i++) {
            put(!nibbles ? values.peek(i) : (i & 1) == 0 ? values.peek(i / 2) >> 4 : values.peek(i / 2) & 15);
        }
        if ((bytes & 1) != 0 && file.remaining() > 0) {
            file.skip(1);
        }
    }

    private void put(int index) {
        if (x < header.width()) {
            indices[header.lineOf(row) * header.width() + x] = (byte) index;
        }
        x++;
    }
}
