package thaw.onnx;

/** The type of a tensor's elements, as numbered in {@code TensorProto.DataType} of onnx.proto. */
public enum ElementType {
    /** Undefined, or defined by a version of ONNX newer than this list. */
    UNKNOWN(0, 0), FLOAT(1, 32), UINT8(2, 8), INT8(3, 8), UINT16(4, 16), INT16(5, 16), INT32(6, 32), INT64(7,
            64), STRING(8, 0), BOOL(9, 8), FLOAT16(10, 16), DOUBLE(11, 64), UINT32(12, 32), UINT64(13,
                    64), COMPLEX64(14, 64), COMPLEX128(15, 128), BFLOAT16(16, 16), FLOAT8E4M3FN(17,
                            8), FLOAT8E4M3FNUZ(18, 8), FLOAT8E5M2(19, 8), FLOAT8E5M2FNUZ(20, 8), UINT4(21,
                                    4), INT4(22, 4), FLOAT4E2M1(23,
                                            4), FLOAT8E8M0(24, 8), UINT2(25, 2), INT2(26, 2);

    private static final ElementType[] BY_CODE = values();

    private final int code;
    private final int bits;

    ElementType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    static ElementType of(long code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[(int) code] : UNKNOWN;
    }

    /** The number in onnx.proto; 0 for {@link #UNKNOWN}. */
    public int code() {
        return code;
    }

    /** Bits of one element; 0 if elements have no fixed size ({@link #STRING}) or it is not known. */
    public int bits() {
        return bits;
    }
}
