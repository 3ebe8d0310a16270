package thaw.image;

import java.nio.ByteBuffer;

/**
 * Turns an encoded image file into pixels.
 *
 * <pre>{@code
 * PixelImage image = ImageDecoder.ofDefaults().decode(ByteBuffer.wrap(bytes), ImageLimits.ofDefaults());
 * }</pre>
 *
 * <p>Implementations are stateless and safe for use by several threads.
 */
public interface ImageDecoder {
    /**
     * Decodes the first image of a file, upright: an EXIF orientation is already applied.
     *
     * @param encoded the whole file, from position to limit; neither its position nor its bytes are changed
     * @param limits checked against the header before memory is taken in proportion to it
     * @return samples of 8 bits; 1 channel for grey, 3 for colour, 4 for colour with alpha
     * @throws thaw.InferenceException if the file is damaged, cut short, larger than the limits allow, or of
     *     a format or variant that is not supported; nothing else is thrown for any content
     */
    PixelImage decode(ByteBuffer encoded, ImageLimits limits);

    /**
     * The decoder for PNG, JPEG, GIF and BMP, and for each {@link ImageFormat} found by
     * {@link java.util.ServiceLoader}. The format is told from the first bytes of the file alone; other
     * formats are looked up only when a file is none of the four.
     */
    static ImageDecoder ofDefaults() {
        return DetectingDecoder.INSTANCE;
    }
}
