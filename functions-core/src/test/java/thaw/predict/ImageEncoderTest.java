package thaw.predict;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import thaw.Datatype;
import thaw.InferenceException.Kind;
import thaw.Limits;
import thaw.Payload;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static thaw.predict.Signatures.spec;
import static thaw.predict.Signatures.taking;

/** Pictures of 2 by 1 pixels: red 10, green 20, blue 30 beside 40, 50, 60. */
class ImageEncoderTest {

    private static final byte[] PICTURE = bitmap(2, 1, 30, 20, 10, 60, 50, 40);

    @Test
    void sizeAndLayoutComeFromTheGraph() {
        assertArrayEquals(new float[]{10, 40, 20, 50, 30, 60},
                floats(spec("x", Datatype.FP32, -1, 3, 1, 2), "", Shape.of(1, 3, 1, 2)));
        assertArrayEquals(new float[]{10, 20, 30, 40, 50, 60},
                floats(spec("x", Datatype.FP32, -1, 1, 2, 3), "'layout':'NHWC'", Shape.of(1, 1, 2, 3)));
        assertArrayEquals(new float[]{10, 20, 30, 40, 50, 60},
                Arrays.copyOf(floats(spec("x", Datatype.FP32, 1, 2, 2, 3), "", Shape.of(1, 2, 2, 3)), 6));
    }

    @Test
    void openSidesComeFromTheSettings() {
        assertArrayEquals(new float[]{10, 40, 20, 50, 30, 60},
                floats(spec("x", Datatype.FP32, -1, -1, -1, -1),
                        "'width':2,'height':1,'channels':3", Shape.of(1, 3, 1, 2)));
    }

    @Test
    void aFlatInputGetsThePixelsInTheLayout() {
        TensorSpec flat = spec("x", Datatype.FP32, -1, 6);
        assertArrayEquals(new float[]{10, 40, 20, 50, 30, 60},
                floats(flat, "'width':2,'height':1", Shape.of(1, 6)));
        assertArrayEquals(new float[]{10, 20, 30, 40, 50, 60},
                floats(flat, "'width':2,'height':1,'layout':'NHWC'", Shape.of(1, 6)));
    }

    @Test
    void anInputWithoutChannelsIsGrey() {
        // Pillow's luma: (19595 r + 38470 g + 7471 b + 32768) >> 16.
        assertArrayEquals(new float[]{18, 48},
                floats(spec("x", Datatype.FP32, -1, 1, 2), "", Shape.of(1, 1, 2)));
    }

    @Test
    void arithmeticAndColourOrderAreTheSettings() {
        assertArrayEquals(new float[]{14, 29, 9, 24, 4, 19}, floats(spec("x", Datatype.FP32, -1, 3, 1, 2),
                "'order':'BGR','scale':0.5,'mean':[1],'std':[1,1,1]", Shape.of(1, 3, 1, 2)));
    }

    @Test
    void bytesAndHalvesAreWrittenAsTheGraphTakesThem() {
        Tensor bytes = encoded(spec("x", Datatype.UINT8, -1, 1, 2, 3), "'layout':'NHWC'");
        assertArrayEquals(new byte[]{10, 20, 30, 40, 50, 60}, octets(bytes));
        Tensor halves = encoded(spec("x", Datatype.FP16, -1, 1, 2, 3), "'layout':'NHWC','scale':0.5");
        assertEquals(5f, HalfFloats.fromFp16(halves.data().getShort(0)));
        assertEquals(30f, HalfFloats.fromFp16(halves.data().getShort(10)));
    }

    @Test
    void tooManyPixelsAndOtherFormatsAreRefused() {
        Limits onePixel = Limits.ofDefaults().toBuilder().imagePixels(1).build();
        var predictor = Packages.predictor(taking(spec("x", Datatype.FP32, -1, 3, 1, 2)),
                "{'input':{'image':{}}}", onePixel);
        assertEquals(Kind.TOO_LARGE,
                Packages.failure(() -> predictor.encode(Payload.of(PICTURE, ""))).kind());
        assertEquals(Kind.UNSUPPORTED_MEDIA,
                Packages.failure(() -> predictor.encode(Payload.ofText("no picture"))).kind());
    }

    private static float[] floats(TensorSpec input, String settings, Shape shape) {
        Tensor tensor = encoded(input, settings);
        assertEquals(shape, tensor.shape());
        float[] values = new float[tensor.elements()];
        tensor.floats().get(values);
        return values;
    }

    private static byte[] octets(Tensor tensor) {
        byte[] octets = new byte[tensor.elements()];
        tensor.data().get(octets);
        return octets;
    }

    private static Tensor encoded(TensorSpec input, String settings) {
        return Packages.predictor(taking(input), "{'input':{'image':{" + settings + "}}}")
                .encode(Payload.of(PICTURE, "image/bmp")).tensor("x");
    }

    /** A BMP file of 24 bits a pixel; one row, blue first. */
    private static byte[] bitmap(int width, int height, int... samples) {
        int row = (width * 3 + 3) / 4 * 4;
        ByteBuffer file = ByteBuffer.allocate(54 + row * height).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(54);
        file.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24).putInt(0);
        file.putInt(row * height).putInt(2835).putInt(2835).putInt(0).putInt(0);
        for (int sample : samples) {
            file.put((byte) sample);
        }
        return file.array();
    }
}
