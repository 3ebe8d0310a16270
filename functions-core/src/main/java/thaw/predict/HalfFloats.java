package thaw.predict;

/** The 16-bit floats, which Java 17 has no conversions for. */
final class HalfFloats {

    private static final int FLOAT_BIAS = 127;
    private static final int HALF_BIAS = 15;

    private HalfFloats() {}

    /** The nearest IEEE 754 binary16, ties to even; beyond 65,504 by half a step an infinity. */
    static short toFp16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x47800000) {
            return (short) (sign | 0x7c00);
        }
        int exponent = (magnitude >>> 23) - FLOAT_BIAS + HALF_BIAS;
        if (exponent >= 1) {
            return (short) (sign | rounded((exponent << 23 | magnitude & 0x7fffff), 13));
        }
        // Subnormal: the implicit bit becomes visible and moves right; below half the smallest it is zero.
        int shift = 14 - exponent;
        return (short) (sign | (shift > 25 ? 0 : rounded(magnitude & 0x7fffff | 0x800000, shift)));
    }

    private static int rounded(int value, int drop) {
        int kept = value >>> drop;
        int rest = value & (1 << drop) - 1;
        int half = 1 << drop - 1;
        return rest > half || rest == half && (kept & 1) == 1 ? kept + 1 : kept;
    }

    /** The value of an IEEE 754 binary16, exactly. */
    static float fromFp16(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == 0x1f ? 0xff : exponent - HALF_BIAS + FLOAT_BIAS;
        return Float.intBitsToFloat(sign | widened << 23 | mantissa << 13);
    }

    /** The nearest BF16, ties to even. */
    static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** The value of a BF16, exactly. */
    static float fromBf16(short half) {
        return Float.intBitsToFloat(half << 16);
    }
}
