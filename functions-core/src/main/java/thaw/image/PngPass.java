package thaw.image;

/** The pixels that one pass over an image brings: every {@code xStep}th from {@code x}, and so down. */
record PngPass(int x, int y, int xStep, int yStep) {

    static final PngPass[] WHOLE = {new PngPass(0, 0, 1, 1)};
    static final PngPass[] ADAM7 = {
            new PngPass(0, 0, 8, 8), new PngPass(4, 0, 8, 8), new PngPass(0, 4, 4, 8),
            new PngPass(2, 0, 4, 4),
            new PngPass(0, 2, 2, 4), new PngPass(1, 0, 2, 2), new PngPass(0, 1, 1, 2)};

    int columns(int width) {
        return (width - x + xStep - 1) / xStep;
    }

    int rows(int height) {
        return (height - y + yStep - 1) / yStep;
    }
}
