package thaw.onnx;

import java.util.List;
import java.util.Optional;

/** The declared type of a graph's input or output. */
public sealed interface ValueType {
    /** A dense tensor; {@code shape} is empty if the graph does not even declare the number of dimensions. */
    record Tensor(ElementType elementType, Optional<List<Dimension>> shape) implements ValueType {
        public Tensor {
            shape = shape.map(List::copyOf);
        }
    }

    /** A sparse tensor; neither the Java binding nor the inference protocol can carry one. */
    record SparseTensor(ElementType elementType, Optional<List<Dimension>> shape) implements ValueType {
        public SparseTensor {
            shape = shape.map(List::copyOf);
        }
    }

    /** A list of values of one type, such as a ZipMap's result: a sequence of maps. */
    record Sequence(ValueType element) implements ValueType {}

    /** A map; ONNX allows integers and strings as keys. */
    record Mapping(ElementType key, ValueType value) implements ValueType {}

    /** A value that may be absent. */
    record Maybe(ValueType element) implements ValueType {}

    /** No type, or one that this reader does not know (opaque types of custom operators). */
    record Undeclared() implements ValueType {}
}
