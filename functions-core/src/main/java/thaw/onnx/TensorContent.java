package thaw.onnx;

/** Name, type and extent of one {@code TensorProto}, gathered field by field. */
final class TensorContent {
    private String name = "";
    private ElementType type = ElementType.UNKNOWN;
    private long elements = 1;
    private boolean overflowed;
    private long stringBytes;
    private long rawBytes = -1;

    void readField(ProtobufReader tensor) {
        switch (tensor.field()) {
            case 1 -> tensor.numbers(this::multiply);
            case 2 -> type = ElementType.of(tensor.number());
            case 6 -> stringBytes += tensor.contentLength();
            case 8 -> name = tensor.text();
            case 9 -> rawBytes = tensor.contentLength();
            default -> {
            }
        }
    }

    private void multiply(long size) {
        long product = elements * size;
        overflowed |= size < 0 || Math.multiplyHigh(elements, size) != 0 || product < 0;
        elements = product;
    }

    String name() {
        return name;
    }

    long elements() {
        if (overflowed) {
            throw new ArithmeticException("elements");
        }
        return elements;
    }

    /** What the elements occupy; strings without their lengths. */
    long bytes() {
        if (type.bits() == 0) {
            return Math.max(rawBytes, stringBytes);
        }
        return Math.addExact(Math.multiplyExact(elements(), type.bits()), 7) / 8;
    }

    /** Data in the file itself must be as long as the shape says. */
    void requireConsistent(ProtobufReader tensor) {
        if (rawBytes < 0 || type.bits() == 0) {
            return;
        }
        try {
            if (rawBytes != bytes()) {
                throw tensor.invalid("has " + rawBytes + " bytes of data for tensor '" + name + "', expected "
                        + bytes() + " for " + elements + " elements of " + type);
            }
        } catch (ArithmeticException e) {
            throw tensor.invalid("declares an impossible shape for tensor '" + name + "'");
        }
    }
}
