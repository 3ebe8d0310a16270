package thaw.protocol;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A number as JSON writes it, read without an object: a significand of up to 18 digits and a power of ten. Whatever that
 * cannot hold or round with certainty is read again, slowly, by the JDK. Not thread-safe.
 */
final class Decimal {

    private static final int MAX_DIGITS = 18;
    /** Powers of ten that a double holds exactly. */
    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
            1e12, 1e13,
            1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final int MAX_POWER = POWERS.length - 1;
    private static final long EXACT_DOUBLE = 1L << 53;
    /** The bits of a double below those of a float, and half a unit of the float's last place. */
    private static final int BELOW_FLOAT = (1 << 29) - 1;
    private static final int HALF_UNIT = 1 << 28;
    /** Two roundings of a double move it by less than this many units of its last place. */
    private static final int DOUBT = 4;
    private static final int MAX_EXPONENT_READ = 100_000;
    private static final int LONGEST_READ = 1_000;
    private static final int LONGEST_SHOWN = 40;
    private static final BigInteger UNSIGNED_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private byte[] json;
    private int from;
    private int to;
    private boolean negative;
    private boolean floating;
    private boolean exact;
    private long significand;
    private int exponent;

    /** Reads the number that begins there, and gives the offset after it. */
    int read(byte[] source, int start) {
        json = source;
        from = start;
        negative = source[start] == '-';
        int at = digits(negative ? start + 1 : start);
        return at;
    }

    private int digits(int start) {
        long value = 0;
        int digits = 0;
        int fraction = -1;
        int at = start;
        for (;; at++) {
            int digit = json[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                // Zeros before the first other digit take no room.
                digits += value != 0 ? 1 : 0;
                if (digits > MAX_DIGITS) {
                    value /= 10;
                }
            } else if (json[at] == '.') {
                fraction = at + 1;
            } else {
                break;
            }
        }
        exact = digits <= MAX_DIGITS;
        significand = value;
        floating = fraction >= 0;
        exponent = floating ? fraction - at : 0;
        to = (json[at] | 0x20) == 'e' ? exponent(at + 1) : at;
        return to;
    }

    private int exponent(int start) {
        floating = true;
        boolean below = json[start] == '-';
        int at = below || json[start] == '+' ? start + 1 : start;
        int power = 0;
        for (; json[at] >= '0' && json[at] <= '9'; at++) {
            power = Math.min(MAX_EXPONENT_READ, power * 10 + json[at] - '0');
        }
        exponent += below ? -power : power;
        return at;
    }

    float floatValue() {
        if (exact && exponent >= -MAX_POWER && exponent <= MAX_POWER) {
            double near = scaled();
            // The float next to a double is certain unless the double lies about halfway between two floats.
            int below = (int) Double.doubleToRawLongBits(near) & BELOW_FLOAT;
            if (near <= Float.MAX_VALUE && near >= Float.MIN_NORMAL && Math.abs(below - HALF_UNIT) > DOUBT) {
                return (float) (negative ? -near : near);
            }
        }
        return significand == 0 && exact ? negative ? -0f : 0f : Float.parseFloat(text());
    }

    double doubleValue() {
        if (exact && significand <= EXACT_DOUBLE && exponent >= -MAX_POWER && exponent <= MAX_POWER) {
            double value = scaled();
            return negative ? -value : value;
        }
        return Double.parseDouble(text());
    }

    private double scaled() {
        return exponent < 0 ? significand / POWERS[-exponent] : significand * POWERS[exponent];
    }

    /** Whether this is an integer that a long holds. */
    boolean isLong() {
        if (exact && !floating) {
            return true;
        }
        BigInteger integer = integer();
        return integer != null && integer.bitLength() < Long.SIZE;
    }

    /** Whether this is an integer from 0 to 2^64-1. */
    boolean isUnsignedLong() {
        if (exact && !floating) {
            return !negative || significand == 0;
        }
        BigInteger integer = integer();
        return integer != null && integer.signum() >= 0 && integer.compareTo(UNSIGNED_MAX) <= 0;
    }

    /** The integer's low 64 bits; only after one of the questions above. */
    long longValue() {
        if (exact && !floating) {
            return negative ? -significand : significand;
        }
        return integer().longValue();
    }

    /** The integer, or null if this is none or is far beyond any datatype. */
    private BigInteger integer() {
        if (significand == 0 && exact) {
            return BigInteger.ZERO;
        }
        // BigDecimal takes quadratic time for long texts, and fails on exponents beyond an int.
        if (to - from > LONGEST_READ || Math.abs(exponent) > LONGEST_READ) {
            return null;
        }
        BigDecimal value = new BigDecimal(text()).stripTrailingZeros();
        boolean small = value.precision() - (long) value.scale() <= LONGEST_SHOWN;
        return value.scale() <= 0 && small ? value.toBigIntegerExact() : null;
    }

    private String text() {
        return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** As it was written; the beginning, if it is long. */
    @Override
    public String toString() {
        return to - from <= LONGEST_SHOWN ? text()
                : new String(json, from, LONGEST_SHOWN, StandardCharsets.ISO_8859_1) + "…";
    }
}
