package thaw;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The dimensions of a tensor, outermost first; of a specification, where -1 stands for any size. Immutable.
 */
public final class Shape {

    /** The size that a specification leaves open. */
    public static final long ANY = -1;

    private static final int MAX_RANK = 32;

    private final long[] dimensions;

    private Shape(long[] dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * A shape of these dimensions; none makes a scalar.
     *
     * @throws InferenceException malformed, on a size below -1 or more than 32 dimensions
     */
    public static Shape of(long... dimensions) {
        if (dimensions.length > MAX_RANK) {
            throw InferenceException.mismatch("shape", "at most " + MAX_RANK + " dimensions",
                    dimensions.length);
        }
        for (long dimension : dimensions) {
            if (dimension < ANY) {
                throw InferenceException.mismatch("shape", "sizes of 0 or more", Arrays.toString(dimensions));
            }
        }
        return new Shape(dimensions.clone());
    }

    /** How many dimensions there are. */
    public int rank() {
        return dimensions.length;
    }

    /** The size of a dimension, counted from 0, outermost first. */
    public long dimension(int index) {
        return dimensions[index];
    }

    /** A copy of the sizes. */
    public long[] toArray() {
        return dimensions.clone();
    }

    /** Whether every size is known. */
    public boolean concrete() {
        for (long dimension : dimensions) {
            if (dimension == ANY) {
                return false;
            }
        }
        return true;
    }

    /**
     * The number of elements.
     *
     * @throws InferenceException malformed, if a size is open or the product exceeds a long
     */
    public long elements() {
        long product = 1;
        for (long dimension : dimensions) {
            if (dimension == ANY) {
                throw InferenceException.mismatch("shape", "a known size in every dimension", this);
            }
            product = multiply(product, dimension);
        }
        return product;
    }

    private long multiply(long product, long dimension) {
        try {
            return Math.multiplyExact(product, dimension);
        } catch (ArithmeticException overflow) {
            throw InferenceException.malformed("shape", this + " has more elements than can be counted",
                    overflow);
        }
    }

    /** Whether a tensor of that shape fits: the same rank, and the same size wherever this one names it. */
    public boolean accepts(Shape actual) {
        if (actual.rank() != rank()) {
            return false;
        }
        for (int i = 0; i < dimensions.length; i++) {
            if (dimensions[i] != ANY && dimensions[i] != actual.dimensions[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether all but the outermost dimension are equal, so that the two can be joined along it. */
    public boolean sameRows(Shape other) {
        return rank() > 0 && rank() == other.rank()
                && Arrays.equals(dimensions, 1, rank(), other.dimensions, 1, rank());
    }

    /** The same shape with another outermost size. */
    public Shape withRows(long rows) {
        long[] sizes = dimensions.clone();
        sizes[0] = rows;
        return new Shape(sizes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** As the protocol writes it, for example {@code [-1,3,224,224]}. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",", "[", "]");
        for (long dimension : dimensions) {
            text.add(Long.toString(dimension));
        }
        return text.toString();
    }
}
