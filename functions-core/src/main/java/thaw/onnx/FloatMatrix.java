package thaw.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A trained matrix of 32-bit floats in a model's file, read when it is asked for.
 *
 * @param rows    of the matrix as it is stored
 * @param columns of the matrix as it is stored
 * @param data    its elements row by row, little-endian
 */
record FloatMatrix(int rows, int columns, ByteBuffer data) {

    /**
     * Seven bits and a sign's worth of 8: two products of such a weight and an unsigned byte fit into the 16 bits in which
     * processors without VNNI add them, so that every processor gives the same sum.
     */
    private static final int LARGEST = 63;

    /**
     * A matrix in whole numbers from -63 to 63.
     *
     * @param elements row by row, the rows being what a product sums over
     * @param scales   of the columns, by which the whole numbers are multiplied
     */
    record Quantised(byte[] elements, float[] scales) {}

    /** That of a {@code TensorProto}; empty if it is anything else. */
    static Optional<FloatMatrix> read(ProtobufReader tensor) {
        List<Long> shape = new ArrayList<>();
        long type = 0;
        ByteBuffer data = null;
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> tensor.numbers(shape::add);
                case 2 -> type = tensor.number();
                // Packed floats are laid out as raw data.
                case 4, 9 -> data = tensor.isDelimited() ? tensor.content() : null;
                default -> {
                }
            }
        }
        boolean matrix = type == ElementType.FLOAT.code() && shape.size() == 2 && data != null
                && data.remaining() == shape.get(0) * shape.get(1) * Float.BYTES && data.hasRemaining();
        return matrix ? Optional.of(new FloatMatrix(shape.get(0).intValue(), shape.get(1).intValue(), data))
                : Optional.empty();
    }

    long bytes() {
        return data.remaining();
    }

    private float element(int row, int column) {
        return data.getFloat((row * columns + column) * Float.BYTES);
    }

    private FloatMatrix transposed() {
        ByteBuffer turned = ByteBuffer.allocate(data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                turned.putFloat(element(row, column));
            }
        }
        return new FloatMatrix(columns, rows, turned.flip());
    }

    /**
     * In 8 bits.
     *
     * @param turned whether the product takes it transposed
     * @param factor of all elements
     * @return empty if an element is infinite or no number
     */
    Optional<Quantised> quantised(boolean turned, float factor) {
        return turned ? transposed().quantised(factor) : quantised(factor);
    }

    private Optional<Quantised> quantised(float factor) {
        float[] scales = new float[columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float size = Math.abs(element(row, column));
                if (!Float.isFinite(size * factor)) {
                    return Optional.empty();
                }
                scales[column] = Math.max(scales[column], size);
            }
        }
        byte[] elements = new byte[rows * columns];
        for (int i = 0; i < elements.length; i++) {
            float largest = scales[i % columns];
            elements[i] = largest == 0 ? 0 : (byte) Math.round((double) element(0, i) / largest * LARGEST);
        }
        for (int column = 0; column < columns; column++) {
            scales[column] = scales[column] / LARGEST * factor;
        }
        return Optional.of(new Quantised(elements, scales));
    }
}
