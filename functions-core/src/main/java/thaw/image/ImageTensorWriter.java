package thaw.image;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Writes images into a model's input tensor, each at the row where the buffer stands.
 *
 * <pre>{@code
 * ImageTensorWriter writer = new ImageTensorWriter(spec);
 * FloatBuffer batch = FloatBuffer.allocate(images.size() * spec.elements());
 * for (PixelImage image : images) {
 *     writer.write(image, batch);
 * }
 * }</pre>
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ImageTensorWriter {
    private final ImageSpec spec;
    private final ImageFitter fitter;
    /** The element for each pixel value, channel after channel: all arithmetic is done beforehand. */
    private final float[] elements;
    private final byte[] byteElements;

    /** A writer for one model input. */
    public ImageTensorWriter(ImageSpec spec) {
        this.spec = spec;
        this.fitter = new ImageFitter(spec);
        this.elements = new float[256 * spec.channels()];
        this.byteElements = new byte[elements.length];
        for (int i = 0; i < elements.length; i++) {
            double element = element(i / 256, i % 256);
            elements[i] = (float) element;
            byteElements[i] = (byte) Math.max(0, Math.min(255, Math.round(element)));
        }
    }

    private double element(int channel, int pixel) {
        double mean = spec.mean().get(spec.mean().size() == 1 ? 0 : channel);
        double std = spec.std().get(spec.std().size() == 1 ? 0 : channel);
        return ((spec.invert() ? 255 - pixel : pixel) * spec.scale() - mean) / std;
    }

    /** The description that this writer follows. */
    public ImageSpec spec() {
        return spec;
    }

    /**
     * The image with the size and the channels of the tensor, before any arithmetic: what the model gets to
     * see.
     */
    public PixelImage fit(PixelImage image) {
        return fitter.fit(image);
    }

    /**
     * Writes one image as 32-bit floats.
     *
     * @param image of any size
     * @param target receives {@link ImageSpec#elements()} floats at its position, which moves behind them
     * @throws BufferOverflowException if fewer are left
     */
    public void write(PixelImage image, FloatBuffer target) {
        requireRoom(target.remaining());
        byte[] pixels = fit(image).array();
        float[] line = new float[lineLength()];
        int step = lineStep();
        for (int i = 0; i < lines(); i++) {
            for (int c = firstChannel(i), at = 0; c <= lastChannel(i); c++, at++) {
                int table = c * 256;
                int from = source(i, c);
                for (int to = at; to < line.length; to += step, from += spec.channels()) {
                    line[to] = elements[table + (pixels[from] & 0xFF)];
                }
            }
            target.put(line);
        }
    }

    /**
     * Writes one image as unsigned bytes; an element that is no whole number of 0 to 255 is rounded and
     * limited.
     *
     * @param image of any size
     * @param target receives {@link ImageSpec#elements()} bytes at its position, which moves behind them
     * @throws BufferOverflowException if fewer are left
     */
    public void write(PixelImage image, ByteBuffer target) {
        requireRoom(target.remaining());
        byte[] pixels = fit(image).array();
        byte[] line = new byte[lineLength()];
        int step = lineStep();
        for (int i = 0; i < lines(); i++) {
            for (int c = firstChannel(i), at = 0; c <= lastChannel(i); c++, at++) {
                int table = c * 256;
                int from = source(i, c);
                for (int to = at; to < line.length; to += step, from += spec.channels()) {
                    line[to] = byteElements[table + (pixels[from] & 0xFF)];
                }
            }
            target.put(line);
        }
    }

    private void requireRoom(int remaining) {
        if (remaining < spec.elements()) {
            throw new BufferOverflowException();
        }
    }

    // A line is what the tensor stores in one piece of a row of pixels: of one channel (NCHW) or of all.

    private boolean planar() {
        return spec.layout() == ImageSpec.Layout.NCHW;
    }

    private int lines() {
        return planar() ? spec.height() * spec.channels() : spec.height();
    }

    private int lineLength() {
        return planar() ? spec.width() : spec.width() * spec.channels();
    }

    /** From a pixel's element to the same of the next pixel. */
    private int lineStep() {
        return planar() ? 1 : spec.channels();
    }

    private int firstChannel(int line) {
        return planar() ? line / spec.height() : 0;
    }

    private int lastChannel(int line) {
        return planar() ? line / spec.height() : spec.channels() - 1;
    }

    /** Where, among the pixels, the first sample of a tensor channel for a line is. */
    private int source(int line, int channel) {
        int row = planar() ? line % spec.height() : line;
        int sample = spec.order() == ImageSpec.Order.BGR ? spec.channels() - 1 - channel : channel;
        return row * spec.width() * spec.channels() + sample;
    }
}
