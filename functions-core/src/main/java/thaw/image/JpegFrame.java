package thaw.image;

/**
 * The frame header: the image's size and its components.
 *
 * @param mostHorizontal the largest horizontal sampling factor of any component
 * @param mostVertical the largest vertical one
 */
record JpegFrame(int width, int height, boolean progressive, JpegComponent[] components, int mostHorizontal,
        int mostVertical) {
    static JpegFrame read(Bytes segment, boolean progressive, ImageLimits limits) {
        int precision = segment.u8();
        int height = segment.u16();
        int width = segment.u16();
        int count = segment.u8();
        if (precision != 8) {
            throw segment.unsupported(precision + " bits a sample are not supported, 8 are.");
        }
        if (count != 1 && count != 3 && count != 4) {
            throw segment.unsupported(count + " colour components are not supported, 1, 3 and 4 are.");
        }
        limits.checkSize("JPEG", width, height);
        JpegComponent[] components = new JpegComponent[count];
        int horizontal = 1;
        int vertical = 1;
        for (int i = 0; i < count; i++) {
            components[i] = component(segment);
            horizontal = Math.max(horizontal, components[i].horizontal());
            vertical = Math.max(vertical, components[i].vertical());
        }
        JpegFrame frame = new JpegFrame(width, height, progressive, components, horizontal, vertical);
        frame.measure(segment);
        return frame;
    }

    private static JpegComponent component(Bytes segment) {
        int id = segment.u8();
        int sampling = segment.u8();
        int horizontal = sampling >> 4;
        int vertical = sampling & 15;
        if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) {
            throw segment.malformed("a component is sampled " + horizontal + " x " + vertical
                    + ", 1 to 4 are possible.");
        }
        return new JpegComponent(id, horizontal, vertical, segment.u8());
    }

    private void measure(Bytes segment) {
        for (JpegComponent component : components) {
            if (mostHorizontal % component.horizontal() != 0 || mostVertical % component.vertical() != 0) {
                throw segment.unsupported("a component sampled " + component.horizontal() + " x "
                        + component.vertical() + " beside one sampled " + mostHorizontal + " x "
                        + mostVertical + " is not supported, whole ratios are.");
            }
            component.measure(width, height, mostHorizontal, mostVertical);
        }
    }

    void allocate() {
        for (JpegComponent component : components) {
            component.allocate(progressive);
        }
    }

    /** Of all components, without padding. */
    long blocks() {
        long blocks = 0;
        for (JpegComponent component : components) {
            blocks += (long) component.blocksWide() * component.blocksHigh();
        }
        return blocks;
    }

    /** Interleaved units across the image. */
    int unitsWide() {
        return JpegComponent.divideUp(width, 8 * mostHorizontal);
    }

    /** Interleaved units down the image. */
    int unitsHigh() {
        return JpegComponent.divideUp(height, 8 * mostVertical);
    }

    JpegComponent component(Bytes file, int id) {
        for (JpegComponent component : components) {
            if (component.id() == id) {
                return component;
            }
        }
        throw file.malformed("a scan is for the component " + id + ", which the frame does not have.");
    }
}
