package thaw.predict;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

import thaw.Datatype;
import thaw.Limits;
import thaw.Payload;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.image.ImageDecoder;
import thaw.image.ImageLimits;
import thaw.image.ImageSpec;
import thaw.image.ImageTensorWriter;
import thaw.image.PixelImage;

/** Reads one image file, whose format its first bytes tell, and writes its pixels into the model's input. */
final class ImageEncoder implements InputEncoder {

    private final String tensor;
    private final Datatype datatype;
    private final Shape shape;
    private final ImageTensorWriter writer;
    private final ImageDecoder decoder = ImageDecoder.ofDefaults();
    private final long bodyBytes;
    private final ImageLimits limits;

    /** An encoder for one row of that shape; the datatype is FP32, FP16 or UINT8. */
    ImageEncoder(String tensor, Datatype datatype, Shape shape, ImageSpec spec, Limits limits) {
        this.tensor = tensor;
        this.datatype = datatype;
        this.shape = shape;
        this.writer = new ImageTensorWriter(spec);
        this.bodyBytes = limits.bodyBytes();
        ImageLimits sides = ImageLimits.ofDefaults();
        this.limits = new ImageLimits(limits.bodyBytes(), limits.imagePixels(), sides.maxWidth(),
                sides.maxHeight());
    }

    @Override
    public Tensors encode(Payload payload) {
        PixelImage image = decoder.decode(ByteBuffer.wrap(payload.bytes(bodyBytes)), limits);
        ByteBuffer row = Tensor.allocate(shape.elements() * datatype.width());
        if (datatype == Datatype.UINT8) {
            writer.write(image, row.duplicate());
        } else if (datatype == Datatype.FP16) {
            writeHalves(image, row);
        } else {
            writer.write(image, row.asFloatBuffer());
        }
        return Tensors.of(Tensor.of(tensor, datatype, shape, row));
    }

    private void writeHalves(PixelImage image, ByteBuffer row) {
        FloatBuffer floats = FloatBuffer.allocate(writer.spec().elements());
        writer.write(image, floats);
        for (int i = 0; i < floats.capacity(); i++) {
            row.putShort(i * Short.BYTES, HalfFloats.toFp16(floats.get(i)));
        }
    }
}
