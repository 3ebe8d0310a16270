package thaw.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code ValueInfoProto} and {@code TypeProto}. */
final class TypeReader {
    /**
     * Sequences of sequences: no operator goes beyond two, so this only bounds what a damaged file can ask
     * for.
     */
    private static final int DEEPEST_TYPE = 16;

    ValueInfo readValueInfo(ProtobufReader info) {
        String name = "";
        ValueType type = new ValueType.Undeclared();
        while (info.next()) {
            switch (info.field()) {
                case 1 -> name = info.text();
                case 2 -> type = readType(info.message(), 1);
                default -> {
                }
            }
        }
        return new ValueInfo(name, type);
    }

    private ValueType readType(ProtobufReader type, int depth) {
        if (depth > DEEPEST_TYPE) {
            throw type.invalid("nests types more than " + DEEPEST_TYPE + " deep");
        }
        ValueType result = new ValueType.Undeclared();
        while (type.next()) {
            switch (type.field()) {
                case 1 -> result = readTensor(type.message());
                case 4 -> result = new ValueType.Sequence(readElement(type.message(), depth));
                case 5 -> result = readMapping(type.message(), depth);
                case 8 -> result = readSparseTensor(type.message());
                case 9 -> result = new ValueType.Maybe(readElement(type.message(), depth));
                default -> {
                }
            }
        }
        return result;
    }

    private ValueType readElement(ProtobufReader container, int depth) {
        ValueType element = new ValueType.Undeclared();
        while (container.next()) {
            if (container.field() == 1) {
                element = readType(container.message(), depth + 1);
            }
        }
        return element;
    }

    private ValueType.Mapping readMapping(ProtobufReader mapping, int depth) {
        ElementType key = ElementType.UNKNOWN;
        ValueType value = new ValueType.Undeclared();
        while (mapping.next()) {
            switch (mapping.field()) {
                case 1 -> key = ElementType.of(mapping.number());
                case 2 -> value = readType(mapping.message(), depth + 1);
                default -> {
                }
            }
        }
        return new ValueType.Mapping(key, value);
    }

    private ValueType.SparseTensor readSparseTensor(ProtobufReader tensor) {
        ValueType.Tensor dense = readTensor(tensor);
        return new ValueType.SparseTensor(dense.elementType(), dense.shape());
    }

    private ValueType.Tensor readTensor(ProtobufReader tensor) {
        ElementType elementType = ElementType.UNKNOWN;
        Optional<List<Dimension>> shape = Optional.empty();
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> elementType = ElementType.of(tensor.number());
                case 2 -> shape = Optional.of(readShape(tensor.message()));
                default -> {
                }
            }
        }
        return new ValueType.Tensor(elementType, shape);
    }

    private List<Dimension> readShape(ProtobufReader shape) {
        List<Dimension> dimensions = new ArrayList<>();
        while (shape.next()) {
            if (shape.field() == 1) {
                dimensions.add(readDimension(shape.message()));
            }
        }
        return dimensions;
    }

    private Dimension readDimension(ProtobufReader dimension) {
        Dimension result = new Dimension.Unknown();
        while (dimension.next()) {
            switch (dimension.field()) {
                case 1 -> result = sized(dimension.number());
                case 2 -> result = named(dimension.text());
                default -> {
                }
            }
        }
        return result;
    }

    /** Some exporters write -1 where they know nothing; ONNX Runtime reads it the same way. */
    private static Dimension sized(long size) {
        return size < 0 ? new Dimension.Unknown() : new Dimension.Fixed(size);
    }

    private static Dimension named(String name) {
        return name.isEmpty() ? new Dimension.Unknown() : new Dimension.Symbolic(name);
    }
}
