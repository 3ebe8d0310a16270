package thaw.image;

import java.nio.ByteBuffer;

/**
 * JPEG: baseline and progressive, 8 bits, Huffman coded; grey, YCbCr, RGB, CMYK and YCCK at any whole
 * sampling.
 *
 * <p>Bit for bit what libjpeg gives with its defaults (the accurate integer transform, triangle upsampling),
 * with one exception: libjpeg smooths a progressive image whose last refinements are missing.
 */
final class JpegFormat implements ImageFormat {
    @Override
    public String name() {
        return "JPEG";
    }

    @Override
    public boolean recognises(ByteBuffer encoded) {
        return Bytes.of(encoded, "file").startsWith(0, "\u00ff\u00d8\u00ff");
    }

    @Override
    public PixelImage decode(ByteBuffer encoded, ImageLimits limits) {
        Bytes file = Bytes.of(encoded, "JPEG image");
        file.skip(2);
        return new JpegReader(file, limits).read();
    }
}
