package thaw.protocol;

/**
 * Writes an FP32 with the fewest digits that read back as the same float, as {@link Float#toString} does, without an
 * object. Nine digits always suffice, and a double has enough more to find them by trying.
 */
final class ShortestFloat {

    private static final double[] POWERS = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
            1e12, 1e13,
            1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    private static final float LEAST = 1e-10f;
    private static final float PLAIN_LEAST = 1e-3f;
    private static final float MOST = 1e7f;
    private static final int TYPICAL_DIGITS = 7;
    private static final int MAX_DIGITS = 9;

    private ShortestFloat() {}

    /**
     * Writes the number at that offset.
     *
     * @return the offset after it, or -1 if this is one of the rare magnitudes left to the JDK
     */
    static int write(float value, byte[] out, int from) {
        float size = Math.abs(value);
        int at = from;
        if (Float.floatToRawIntBits(value) < 0) {
            out[at++] = '-';
        }
        if (size < MOST && size == (int) size) {
            return fraction(integer((int) size, out, at), 0, 0, out);
        }
        if (!(size >= LEAST && size < MOST)) {
            return -1;
        }
        return size >= PLAIN_LEAST ? plain(size, out, at) : scientific(size, out, at);
    }

    private static int plain(float size, byte[] out, int at) {
        int places = places(size, magnitude(size));
        long digits = Math.round(size * POWERS[places]);
        long scale = (long) POWERS[places];
        return fraction(integer((int) (digits / scale), out, at), digits % scale, places, out);
    }

    private static int scientific(float size, byte[] out, int at) {
        int magnitude = magnitude(size);
        int places = places(size, magnitude);
        long digits = Math.round(size * POWERS[places]);
        int fractionPlaces = places + magnitude;
        long scale = (long) POWERS[fractionPlaces];
        int end = fraction(integer((int) (digits / scale), out, at), digits % scale, fractionPlaces, out);
        out[end++] = 'E';
        out[end++] = '-';
        return integer(-magnitude, out, end);
    }

    /** The power of ten of the first digit. */
    private static int magnitude(float size) {
        int magnitude = 0;
        while (size >= POWERS[magnitude + 1]) {
            magnitude++;
        }
        if (size < 1) {
            magnitude = -1;
            while (size * POWERS[-magnitude] < 1) {
                magnitude--;
            }
        }
        return magnitude;
    }

    /** How many decimal places it takes for the number to read back as itself. */
    private static int places(float size, int magnitude) {
        int places = TYPICAL_DIGITS - 1 - magnitude;
        if (!same(size, places)) {
            int most = MAX_DIGITS - 1 - magnitude;
            do {
                places++;
            } while (places < most && !same(size, places));
            return places;
        }
        while (places > 1 && same(size, places - 1)) {
            places--;
        }
        return Math.max(places, 1);
    }

    private static boolean same(float size, int places) {
        double power = POWERS[Math.max(places, 0)];
        return (float) (Math.rint(size * power) / power) == size;
    }

    private static int integer(int value, byte[] out, int from) {
        int at = from;
        int scale = 1;
        while (value / scale >= 10) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            out[at++] = (byte) ('0' + value / scale % 10);
        }
        return at;
    }

    /** Writes the point and at least one digit, without zeros at the end. */
    private static int fraction(int from, long value, int places, byte[] out) {
        int at = from;
        out[at++] = '.';
        if (value == 0) {
            out[at++] = '0';
            return at;
        }
        long rest = value;
        int length = places;
        while (rest % 10 == 0) {
            rest /= 10;
            length--;
        }
        for (int i = at + length - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + length;
    }
}
