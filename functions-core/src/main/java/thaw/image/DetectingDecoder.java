package thaw.image;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import thaw.InferenceException;

/** Tells the format from a file's first bytes. */
final class DetectingDecoder implements ImageDecoder {
    static final ImageDecoder INSTANCE = new DetectingDecoder();

    private static final List<ImageFormat> BUILT_IN = List.of(new JpegFormat(), new PngFormat(),
            new GifFormat(), new BmpFormat());

    private DetectingDecoder() {}

    @Override
    public PixelImage decode(ByteBuffer encoded, ImageLimits limits) {
        limits.checkEncodedBytes(encoded.remaining());
        for (ImageFormat format : BUILT_IN) {
            if (format.recognises(encoded)) {
                return format.decode(encoded, limits);
            }
        }
        return added(encoded).decode(encoded, limits);
    }

    private static ImageFormat added(ByteBuffer encoded) {
        try {
            for (ImageFormat format : ServiceLoader.load(ImageFormat.class)) {
                if (format.recognises(encoded)) {
                    return format;
                }
            }
        } catch (ServiceConfigurationError e) {
            throw InferenceException.malformed("image file",
                    "The image file is none of PNG, JPEG, GIF and BMP, and "
                            + "a further format on the class path cannot be loaded: " + e.getMessage() + ".",
                    e);
        }
        throw UnsupportedFormat.explain(Bytes.of(encoded, "image file"));
    }

    /** Formats that a user may well send, so that the message can name what arrived instead of some bytes. */
    private enum UnsupportedFormat {
        WEBP("WebP", 8, "WEBP", ": add dev.thaw:image-webp to the function's dependencies"), TIFF_LITTLE(
                "TIFF", 0, "II*\0", ""), TIFF_BIG("TIFF", 0, "MM\0*", ""), AVIF("AVIF", 4, "ftypavif",
                        ""), HEIC("HEIC", 4, "ftyphe", ""), HEIF("HEIF", 4, "ftypmif1", ""), JPEG_2000(
                                "JPEG 2000", 4, "jP  ", ""), JPEG_XL("JPEG XL", 0, "\u00ff\n", ""), PHOTOSHOP(
                                        "Photoshop", 0, "8BPS", ""), ICON("Windows icon", 0, "\0\0\1\0",
                                                ""), PDF("PDF", 0, "%PDF", ""), SVG("SVG", 0, "<svg", "");

        private final String label;
        private final int offset;
        private final String signature;
        private final String advice;

        UnsupportedFormat(String label, int offset, String signature, String advice) {
            this.label = label;
            this.offset = offset;
            this.signature = signature;
            this.advice = advice;
        }

        static InferenceException explain(Bytes file) {
            for (UnsupportedFormat format : values()) {
                if (file.startsWith(format.offset, format.signature)) {
                    return InferenceException.unsupportedMedia("image file",
                            "unsupported image format " + format.label + format.advice
                                    + "; supported are PNG, JPEG, GIF and BMP.");
                }
            }
            return unknown(file);
        }

        private static InferenceException unknown(Bytes file) {
            if (file.remaining() == 0) {
                return InferenceException.malformed("image file",
                        "The image file is empty; expected a PNG, JPEG, GIF or BMP file.");
            }
            StringBuilder start = new StringBuilder();
            for (int i = 0; i < Math.min(8, file.remaining()); i++) {
                start.append(i == 0 ? "" : " ").append(String.format("%02x", file.peek(i)));
            }
            return InferenceException.unsupportedMedia("image file",
                    "The image file's format is not known: it starts "
                            + "with the bytes " + start + "; expected a PNG, JPEG, GIF or BMP file.");
        }
    }
}
