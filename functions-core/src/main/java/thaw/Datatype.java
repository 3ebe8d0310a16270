package thaw;

/**
 * The datatypes of the Open Inference Protocol, and BF16, which Triton's binary extension adds.
 *
 * <p>Sizes are those of the protocol's binary form: little-endian, BOOL in one byte.
 */
public enum Datatype {
    BOOL(1), UINT8(1), UINT16(2), UINT32(4), UINT64(8), INT8(1), INT16(2), INT32(4), INT64(8),
    /** IEEE 754 binary16; has no portable JSON form. */
    FP16(2),
    /** The upper half of an FP32; has no portable JSON form. */
    BF16(2), FP32(4), FP64(8),
    /** A string of bytes of any length; ONNX calls it string and requires UTF-8. */
    BYTES(0);

    private final int width;

    Datatype(int width) {
        this.width = width;
    }

    /** Bytes of one element, or 0 for {@link #BYTES}, whose elements differ in length. */
    public int width() {
        return width;
    }

    /** Whether every element has the same number of bytes. */
    public boolean fixedWidth() {
        return this != BYTES;
    }

    /** Whether elements can be NaN or infinite. */
    public boolean floating() {
        return this == FP16 || this == BF16 || this == FP32 || this == FP64;
    }

    /** Whether the elements have a JSON form: all but the 16-bit floats. */
    public boolean hasJsonForm() {
        return this != FP16 && this != BF16;
    }

    /**
     * The datatype of that name.
     *
     * @throws InferenceException malformed, if there is none: names are upper case, as in the protocol
     */
    public static Datatype named(String name, String culprit) {
        for (Datatype datatype : values()) {
            if (datatype.name().equals(name)) {
                return datatype;
            }
        }
        throw InferenceException.malformed(culprit,
                "expected one of BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, BF16, FP32,"
                        + " FP64, BYTES; got '" + name + "'");
    }
}
