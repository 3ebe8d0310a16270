package thaw.image;

/** Pillow's rounded division by 255, on which its mixing of colours rests. */
final class Blend {
    private Blend() {}

    /** The product of two numbers up to 255, divided by 255 and rounded. */
    static int timesOver255(int a, int b) {
        return over255(a * b);
    }

    /** A mix of two samples; opacity 255 gives the front alone. */
    static int mix(int back, int front, int opacity) {
        return over255(back * (255 - opacity) + front * opacity);
    }

    private static int over255(int value) {
        int rounded = value + 128;
        return (rounded >> 8) + rounded >> 8;
    }
}
