package thaw.image;

import java.util.Optional;

/** Brings an image to grey or to RGB, as Pillow's {@code convert("L")} and {@code convert("RGB")} do. */
final class ColourConversion {
    private final int channels;
    private final Optional<ImageSpec.Background> background;

    /**
     * A conversion.
     *
     * @param channels 1 for grey, 3 for RGB
     * @param background what alpha is blended over; empty drops it
     */
    ColourConversion(int channels, Optional<ImageSpec.Background> background) {
        this.channels = channels;
        this.background = background;
    }

    PixelImage convert(PixelImage image) {
        boolean blends = image.channels() == 4 && background.isPresent();
        PixelImage opaque = blends ? blend(image, background.get()) : image;
        if (opaque.channels() == channels) {
            return opaque;
        }
        return channels == 1 ? grey(opaque) : rgb(opaque);
    }

    /** ITU-R 601-2 luma in 16-bit fixed point. */
    static int grey(int red, int green, int blue) {
        return red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16;
    }

    private static PixelImage grey(PixelImage image) {
        int step = image.channels();
        byte[] from = image.array();
        byte[] to = new byte[from.length / step];
        for (int i = 0, source = 0; i < to.length; i++, source += step) {
            to[i] = (byte) grey(from[source] & 0xFF, from[source + 1] & 0xFF, from[source + 2] & 0xFF);
        }
        return PixelImage.adopt(image.width(), image.height(), 1, to);
    }

    private static PixelImage rgb(PixelImage image) {
        int step = image.channels();
        int colourStep = step == 1 ? 0 : 1;
        byte[] from = image.array();
        byte[] to = new byte[from.length / step * 3];
        for (int source = 0, target = 0; source < from.length; source += step, target += 3) {
            to[target] = from[source];
            to[target + 1] = from[source + colourStep];
            to[target + 2] = from[source + 2 * colourStep];
        }
        return PixelImage.adopt(image.width(), image.height(), 3, to);
    }

    private static PixelImage blend(PixelImage image, ImageSpec.Background back) {
        byte[] from = image.array();
        byte[] to = new byte[from.length / 4 * 3];
        for (int source = 0, target = 0; source < from.length; source += 4, target += 3) {
            int opacity = from[source + 3] & 0xFF;
            to[target] = (byte) Blend.mix(back.red(), from[source] & 0xFF, opacity);
            to[target + 1] = (byte) Blend.mix(back.green(), from[source + 1] & 0xFF, opacity);
            to[target + 2] = (byte) Blend.mix(back.blue(), from[source + 2] & 0xFF, opacity);
        }
        return PixelImage.adopt(image.width(), image.height(), 3, to);
    }
}
