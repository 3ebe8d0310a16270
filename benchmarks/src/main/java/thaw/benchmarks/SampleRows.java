package thaw.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

/**
 * Rows of real inputs for a model of fixed-width rows: those of its fixture, or made-up ones for the identity.
 *
 * @param tensor the input's name
 * @param shape  of one row
 * @param values row after row
 */
record SampleRows(String tensor, long[] shape, float[] values) {

    /** As many as the fixtures have. */
    static final int ROWS = 1000;

    /** The rows for that model. */
    static SampleRows of(String model) throws IOException {
        return switch (model) {
            case "identity" -> new SampleRows("x", new long[]{1, 4}, counting());
            case "digits" -> new SampleRows("image", new long[]{1, 1, 8, 8}, fixture("digits/image.fp32"));
            case "risk" -> new SampleRows("features", new long[]{1, 30}, fixture("risk/features.fp32"));
            default -> throw new IllegalArgumentException("no rows for " + model);
        };
    }

    private static float[] counting() {
        float[] values = new float[4 * ROWS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 8f;
        }
        return values;
    }

    private static float[] fixture(String file) throws IOException {
        byte[] bytes = Files.readAllBytes(Repositories.file("samples/fixtures/" + file));
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private int width() {
        return values.length / ROWS;
    }

    /** A direct buffer of rows, in the machine's order. */
    ByteBuffer direct(int from, int rows) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(rows * width() * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        buffer.asFloatBuffer().put(values, from * width(), rows * width());
        return buffer;
    }

    /** The shape of so many rows. */
    long[] shapeOf(int rows) {
        long[] sizes = shape.clone();
        sizes[0] = rows;
        return sizes;
    }

    /** The values of rows. */
    float[] floats(int from, int rows) {
        return java.util.Arrays.copyOfRange(values, from * width(), (from + rows) * width());
    }
}
