package thaw.image.webp;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import thaw.InferenceException;
import thaw.image.ImageFormat;
import thaw.image.ImageLimits;
import thaw.image.Orientation;
import thaw.image.PixelImage;

/**
 * WebP, lossy and lossless, of an animation the first frame; stateless and safe for use by several threads.
 */
public final class WebPFormat implements ImageFormat {
    private static final int RIFF = 0x52494646;
    private static final int WEBP = 0x57454250;
    private static final int EXIF = 0x45584946;

    /** For {@link java.util.ServiceLoader}. */
    public WebPFormat() {
        // The reader and AWT are loaded when a WebP file arrives, not when this format is listed.
    }

    @Override
    public String name() {
        return "WebP";
    }

    @Override
    public boolean recognises(ByteBuffer encoded) {
        int at = encoded.position();
        ByteBuffer bytes = encoded.duplicate();
        return bytes.remaining() >= 12 && bytes.getInt(at) == RIFF && bytes.getInt(at + 8) == WEBP;
    }

    @Override
    public PixelImage decode(ByteBuffer encoded, ImageLimits limits) {
        limits.checkEncodedBytes(encoded.remaining());
        byte[] bytes = new byte[encoded.remaining()];
        encoded.duplicate().get(bytes);
        requireWhole(bytes);
        System.setProperty("java.awt.headless", System.getProperty("java.awt.headless", "true"));
        PixelImage stored;
        try {
            stored = read(bytes, limits);
        } catch (InferenceException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The reader answers damaged files with whatever fails first, an index out of bounds for example.
            throw InferenceException.malformed("WebP image",
                    "The WebP image is damaged and cannot be decoded (" + e.getMessage() + ").", e);
        }
        return orientation(bytes).upright(stored);
    }

    /** The reader would show what is missing as black or grey. */
    private static void requireWhole(byte[] bytes) {
        long declared = (ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xFFFFFFFFL) + 8;
        if (declared > bytes.length) {
            throw InferenceException.malformed("WebP image", "The WebP image is cut short: it has "
                    + bytes.length
                    + " bytes, its header declares " + declared + ".");
        }
    }

    private static PixelImage read(byte[] bytes, ImageLimits limits) throws IOException {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, false, true);
            limits.checkSize("WebP", reader.getWidth(0), reader.getHeight(0));
            return samples(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    /** The samples as they are stored: a colour profile is not applied, here as for the other formats. */
    private static PixelImage samples(BufferedImage image) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int channels = bands == 1 ? 1 : bands == 4 ? 4 : 3;
        byte[] samples = new byte[image.getWidth() * image.getHeight() * channels];
        int[] row = new int[image.getWidth() * bands];
        for (int y = 0, target = 0; y < image.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, image.getWidth(), 1, row);
            for (int sample : row) {
                samples[target++] = (byte) sample;
            }
        }
        return PixelImage.adopt(image.getWidth(), image.getHeight(), channels, samples);
    }

    private static Orientation orientation(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(12);
        while (file.remaining() >= 8) {
            int type = Integer.reverseBytes(file.getInt());
            int length = file.getInt();
            if (length < 0 || length > file.remaining()) {
                break;
            }
            if (type == EXIF) {
                return Orientation.ofExif(tiff(file.slice().limit(length)));
            }
            file.position(file.position() + Math.min(file.remaining(), length + (length & 1)));
        }
        return Orientation.UPRIGHT;
    }

    /** Some writers keep the head that EXIF data have in a JPEG. */
    private static ByteBuffer tiff(ByteBuffer exif) {
        boolean hasHead = exif.remaining() > 6 && exif.get(0) == 'E' && exif.get(4) == 0 && exif.get(5) == 0;
        return hasHead ? exif.position(6) : exif;
    }
}
