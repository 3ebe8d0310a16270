package thaw;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What a model says of one input or output.
 *
 * @param name       the name in the graph
 * @param datatype   of the elements
 * @param shape      -1 where any size is accepted
 * @param dimensions the symbolic name of each dimension, empty where the graph gives none; as long as the shape
 */
public record TensorSpec(String name, Datatype datatype, Shape shape, List<String> dimensions) {

    public TensorSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(datatype, "datatype");
        Objects.requireNonNull(shape, "shape");
        dimensions = List.copyOf(dimensions);
        if (dimensions.size() != shape.rank()) {
            throw new IllegalArgumentException(
                    "expected " + shape.rank() + " dimension names for shape " + shape + ", got "
                            + dimensions);
        }
    }

    /** A specification without symbolic names. */
    public TensorSpec(String name, Datatype datatype, Shape shape) {
        this(name, datatype, shape, Collections.nCopies(shape.rank(), ""));
    }

    /** Whether dimension 0 is open, so that rows can be joined along it. */
    public boolean batchable() {
        return shape.rank() > 0 && shape.dimension(0) == Shape.ANY;
    }

    /** The smallest tensor that fits: zeros or empty texts, one wherever a size is open. */
    public Tensor smallest() {
        long[] sizes = shape.toArray();
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizes[i] == Shape.ANY ? 1 : sizes[i];
        }
        Shape closed = Shape.of(sizes);
        return datatype == Datatype.BYTES
                ? Tensor.ofBytes(name, closed, new byte[Math.toIntExact(closed.elements())][0])
                : Tensor.of(name, datatype, closed, Tensor.allocate(closed.elements() * datatype.width()));
    }

    /**
     * Checks datatype and shape.
     *
     * @throws InferenceException malformed, naming the tensor, the expected and the actual
     */
    public void check(Tensor tensor) {
        if (tensor.datatype() != datatype) {
            throw InferenceException.mismatch("input '" + name + "'", "datatype " + datatype,
                    tensor.datatype());
        }
        if (!shape.accepts(tensor.shape())) {
            throw InferenceException.mismatch("input '" + name + "'", "shape " + shape, tensor.shape());
        }
    }

    // Written out, as hashCode: a record's own are made when they are first called, while a function starts.
    @Override
    public boolean equals(Object other) {
        return other instanceof TensorSpec that && name.equals(that.name) && datatype == that.datatype
                && shape.equals(that.shape) && dimensions.equals(that.dimensions);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + shape.hashCode();
    }
}
