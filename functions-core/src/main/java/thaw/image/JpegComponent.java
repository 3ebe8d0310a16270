package thaw.image;

/** One colour component of a frame: its sampling, and its samples as they are decoded. */
final class JpegComponent {
    private final int id;
    private final int horizontal;
    private final int vertical;
    private final int quantisationIndex;
    private int width;
    private int height;
    private int blocksWide;
    private int blocksHigh;
    private int stride;
    private int rows;
    private byte[] plane;
    private short[] coefficients;
    private int[] quantisation;

    JpegComponent(int id, int horizontal, int vertical, int quantisationIndex) {
        this.id = id;
        this.horizontal = horizontal;
        this.vertical = vertical;
        this.quantisationIndex = quantisationIndex;
    }

    /** Works out the sizes from those of the frame. */
    void measure(int imageWidth, int imageHeight, int mostHorizontal, int mostVertical) {
        width = divideUp(imageWidth * horizontal, mostHorizontal);
        height = divideUp(imageHeight * vertical, mostVertical);
        blocksWide = divideUp(width, 8);
        blocksHigh = divideUp(height, 8);
        stride = divideUp(imageWidth, 8 * mostHorizontal) * horizontal * 8;
        rows = divideUp(imageHeight, 8 * mostVertical) * vertical * 8;
    }

    static int divideUp(int value, int by) {
        return (value + by - 1) / by;
    }

    void allocate(boolean progressive) {
        plane = new byte[stride * rows];
        if (progressive) {
            coefficients = new short[stride * rows];
        }
    }

    /** Keeps the table in force at the component's first scan. */
    void latchQuantisation(JpegTables tables) {
        if (quantisation == null) {
            quantisation = tables.quantisation(quantisationIndex);
        }
    }

    boolean wasScanned() {
        return quantisation != null;
    }

    int id() {
        return id;
    }

    /** Blocks of this component across an interleaved unit. */
    int horizontal() {
        return horizontal;
    }

    /** Blocks of this component down an interleaved unit. */
    int vertical() {
        return vertical;
    }

    /** Samples a row that belong to the image. */
    int width() {
        return width;
    }

    /** Rows that belong to the image. */
    int height() {
        return height;
    }

    int blocksWide() {
        return blocksWide;
    }

    int blocksHigh() {
        return blocksHigh;
    }

    /** Samples a row in {@link #plane()}, with padding. */
    int stride() {
        return stride;
    }

    byte[] plane() {
        return plane;
    }

    int planeOffset(int blockRow, int blockColumn) {
        return blockRow * 8 * stride + blockColumn * 8;
    }

    /** Of a progressive frame: 64 a block, row by row, blocks likewise. */
    short[] coefficients() {
        return coefficients;
    }

    int coefficientOffset(int blockRow, int blockColumn) {
        return (blockRow * (stride / 8) + blockColumn) * 64;
    }

    int[] quantisation() {
        return quantisation;
    }

    /** Turns the coefficients of a progressive frame into samples, once all scans are read. */
    void transform(InverseDct transform) {
        int[] block = new int[64];
        for (int row = 0; row < blocksHigh; row++) {
            for (int column = 0; column < blocksWide; column++) {
                int offset = coefficientOffset(row, column);
                int any = 0;
                for (int i = 63; i > 0; i--) {
                    block[i] = coefficients[offset + i] * quantisation[i];
                    any |= block[i];
                }
                block[0] = coefficients[offset] * quantisation[0];
                transform.apply(block, any == 0, plane, planeOffset(row, column), stride);
            }
        }
        coefficients = null;
    }
}
