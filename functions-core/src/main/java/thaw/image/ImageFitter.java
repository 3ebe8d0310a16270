package thaw.image;

/** Gives an image the size and the colours that a model takes, in Pillow's arithmetic. */
final class ImageFitter {
    private final ImageSpec spec;
    private final ColourConversion colours;
    private final Resampler resampler;

    ImageFitter(ImageSpec spec) {
        this.spec = spec;
        this.colours = new ColourConversion(spec.channels(), spec.background());
        this.resampler = new Resampler(spec.resize());
    }

    PixelImage fit(PixelImage image) {
        PixelImage coloured = colours.convert(image);
        return switch (spec.fit()) {
            case STRETCH -> resampler.resize(coloured, spec.width(), spec.height());
            case CROP -> resampler.resize(coloured, centre(coloured), spec.width(), spec.height());
            case PAD -> pad(coloured);
        };
    }

    /** The largest part in the middle that has the tensor's aspect ratio. */
    private Resampler.Box centre(PixelImage image) {
        double width = image.width();
        double height = image.height();
        double ratio = (double) spec.width() / spec.height();
        double imageRatio = width / height;
        if (imageRatio > ratio) {
            width = ratio * image.height();
        } else if (imageRatio < ratio) {
            height = image.width() / ratio;
        }
        double left = (image.width() - width) * 0.5;
        double top = (image.height() - height) * 0.5;
        return new Resampler.Box((float) left, (float) top, Math.min(image.width(), (float) (left + width)),
                Math.min(image.height(), (float) (top + height)));
    }

    private PixelImage pad(PixelImage image) {
        int width = spec.width();
        int height = spec.height();
        double ratio = (double) image.width() / image.height();
        if (ratio > (double) width / height) {
            height = rounded((double) image.height() / image.width() * width);
        } else {
            width = rounded((double) image.width() / image.height() * height);
        }
        PixelImage whole = resampler.resize(image, width, height);
        return width == spec.width() && height == spec.height() ? whole : letterbox(whole);
    }

    private static int rounded(double side) {
        return Math.max(1, (int) Math.rint(side));
    }

    private PixelImage letterbox(PixelImage image) {
        int channels = spec.channels();
        byte[] canvas = new byte[spec.elements()];
        if (spec.background().isPresent()) {
            fill(canvas, spec.background().get());
        }
        int left = (int) Math.rint((spec.width() - image.width()) * 0.5);
        int top = (int) Math.rint((spec.height() - image.height()) * 0.5);
        int length = image.width() * channels;
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.array(), y * length, canvas, ((top + y) * spec.width() + left) * channels,
                    length);
        }
        return PixelImage.adopt(spec.width(), spec.height(), channels, canvas);
    }

    private void fill(byte[] canvas, ImageSpec.Background colour) {
        int[] samples = spec.channels() == 3 ? new int[]{colour.red(), colour.green(), colour.blue()}
                : new int[]{ColourConversion.grey(colour.red(), colour.green(), colour.blue())};
        for (int i = 0; i < canvas.length; i++) {
            canvas[i] = (byte) samples[i % samples.length];
        }
    }
}
