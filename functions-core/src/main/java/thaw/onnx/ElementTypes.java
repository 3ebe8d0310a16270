package thaw.onnx;

import java.util.Optional;

import ai.onnxruntime.OnnxJavaType;
import thaw.Datatype;

/** How a graph's element type is called in the inference protocol, and in ONNX Runtime's Java binding. */
final class ElementTypes {

    private ElementTypes() {}

    /** The protocol's datatype; none for types that it does not have, such as complex numbers. */
    static Optional<Datatype> datatype(ElementType type) {
        return switch (type) {
            case FLOAT -> Optional.of(Datatype.FP32);
            case DOUBLE -> Optional.of(Datatype.FP64);
            case FLOAT16 -> Optional.of(Datatype.FP16);
            case BFLOAT16 -> Optional.of(Datatype.BF16);
            case UINT8 -> Optional.of(Datatype.UINT8);
            case UINT16 -> Optional.of(Datatype.UINT16);
            case UINT32 -> Optional.of(Datatype.UINT32);
            case UINT64 -> Optional.of(Datatype.UINT64);
            case INT8 -> Optional.of(Datatype.INT8);
            case INT16 -> Optional.of(Datatype.INT16);
            case INT32 -> Optional.of(Datatype.INT32);
            case INT64 -> Optional.of(Datatype.INT64);
            case BOOL -> Optional.of(Datatype.BOOL);
            case STRING -> Optional.of(Datatype.BYTES);
            case UNKNOWN, COMPLEX64, COMPLEX128, FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ,
                    UINT4,
                    INT4, FLOAT4E2M1, FLOAT8E8M0, UINT2, INT2 ->
                Optional.empty();
        };
    }

    /** The type under which an input is fed; the wider unsigned ones go in as signed, and the graph casts them back. */
    static OnnxJavaType fed(Datatype datatype) {
        return switch (datatype) {
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
            case FP16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            case INT16, UINT16 -> OnnxJavaType.INT16;
            case INT32, UINT32 -> OnnxJavaType.INT32;
            case INT64, UINT64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
            case BYTES -> OnnxJavaType.STRING;
        };
    }

    /** Whether the graph was given another input, which casts the signed elements back. */
    static boolean isFedAsSigned(Datatype datatype) {
        return switch (datatype) {
            case UINT16, UINT32, UINT64 -> true;
            case FP32, FP64, FP16, BF16, UINT8, INT8, INT16, INT32, INT64, BOOL, BYTES -> false;
        };
    }

    /** Whether an output can be written straight into a buffer of ours: the binding has no such unsigned tensors. */
    static boolean canBePrepared(Datatype datatype) {
        return switch (datatype) {
            case FP32, FP64, FP16, BF16, UINT8, INT8, INT16, INT32, INT64, BOOL -> true;
            case UINT16, UINT32, UINT64, BYTES -> false;
        };
    }
}
