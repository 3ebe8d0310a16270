package thaw.image;

/** How pixels are weighed when an image is resized: Pillow's filters of the same names. */
public enum ResizeFilter {
    /** The one pixel under the centre. */
    NEAREST(0) {
        @Override
        double weight(double x) {
            throw new IllegalStateException("NEAREST picks pixels, it does not weigh them.");
        }
    },
    /** The mean of the pixels covered. */
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    /** A triangle; what Pillow and torchvision call bilinear, with anti-aliasing. */
    BILINEAR(1) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            return distance < 1 ? 1 - distance : 0;
        }
    },
    /** As cheap as {@link #BILINEAR}, a sharper image when scaling down. */
    HAMMING(1) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            if (distance == 0) {
                return 1;
            }
            if (distance >= 1) {
                return 0;
            }
            double angle = distance * Math.PI;
            // Pillow writes the window's two constants as floats; as doubles some weights would differ.
            return StrictMath.sin(angle) / angle * (0.54f + 0.46f * StrictMath.cos(angle));
        }
    },
    /** Cubic convolution with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            if (distance < 1) {
                return (1.5 * distance - 2.5) * distance * distance + 1;
            }
            return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * -0.5 : 0;
        }
    },
    /** A windowed sinc over three pixels to either side. */
    LANCZOS(3) {
        @Override
        double weight(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /** How far the filter reaches, in pixels of the smaller image. */
    double support() {
        return support;
    }

    abstract double weight(double x);

    private static double sinc(double x) {
        if (x == 0) {
            return 1;
        }
        double angle = x * Math.PI;
        return StrictMath.sin(angle) / angle;
    }
}
