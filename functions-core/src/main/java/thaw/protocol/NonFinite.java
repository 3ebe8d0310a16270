package thaw.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import thaw.Datatype;
import thaw.Tensor;

/** Finds NaN and infinities: floats whose exponent bits are all set. */
final class NonFinite {

    private static final int FP16_EXPONENT = 0x7C00;
    private static final int BF16_EXPONENT = 0x7F80;
    private static final int FP32_EXPONENT = 0x7F800000;
    private static final long FP64_EXPONENT = 0x7FF0000000000000L;

    private NonFinite() {}

    /** The index of the first such element, or -1. */
    static int firstIn(Tensor tensor) {
        ByteBuffer data = tensor.data().order(ByteOrder.LITTLE_ENDIAN);
        return switch (tensor.datatype()) {
            case FP16 -> firstIn16(data, FP16_EXPONENT);
            case BF16 -> firstIn16(data, BF16_EXPONENT);
            case FP32 -> firstIn32(data);
            case FP64 -> firstIn64(data);
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> -1;
        };
    }

    private static int firstIn16(ByteBuffer data, int exponent) {
        for (int i = 0; i < data.capacity(); i += Short.BYTES) {
            if ((data.getShort(i) & exponent) == exponent) {
                return i / Short.BYTES;
            }
        }
        return -1;
    }

    private static int firstIn32(ByteBuffer data) {
        for (int i = 0; i < data.capacity(); i += Integer.BYTES) {
            if ((data.getInt(i) & FP32_EXPONENT) == FP32_EXPONENT) {
                return i / Integer.BYTES;
            }
        }
        return -1;
    }

    private static int firstIn64(ByteBuffer data) {
        for (int i = 0; i < data.capacity(); i += Long.BYTES) {
            if ((data.getLong(i) & FP64_EXPONENT) == FP64_EXPONENT) {
                return i / Long.BYTES;
            }
        }
        return -1;
    }

    /** That element, for a message. */
    static String described(Tensor tensor, int index) {
        if (tensor.datatype() == Datatype.FP32 || tensor.datatype() == Datatype.FP64) {
            return Double.toString(tensor.number(index));
        }
        return "NaN or infinity";
    }
}
