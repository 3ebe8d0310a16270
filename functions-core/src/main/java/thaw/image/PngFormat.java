package thaw.image;

import java.nio.ByteBuffer;

/** PNG: all colour types and depths, interlaced or not; of an animated one the default image. */
final class PngFormat implements ImageFormat {
    private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";

    @Override
    public String name() {
        return "PNG";
    }

    @Override
    public boolean recognises(ByteBuffer encoded) {
        // Four bytes are enough to tell a PNG from anything else; the other four tell whether it was mangled.
        return Bytes.of(encoded, "file").startsWith(0, SIGNATURE.substring(0, 4));
    }

    @Override
    public PixelImage decode(ByteBuffer encoded, ImageLimits limits) {
        Bytes file = Bytes.of(encoded, "PNG image");
        Bytes signature = file.slice(SIGNATURE.length());
        if (!signature.startsWith(0, SIGNATURE)) {
            throw file.malformed("its signature was changed, as a transfer in text mode does.");
        }
        PngChunks chunks = PngChunks.readUntilPixels(file, limits);
        PixelImage image = new PngPixels(chunks).read();
        return chunks.orientation().upright(image);
    }
}
