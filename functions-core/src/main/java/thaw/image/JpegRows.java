package thaw.image;

/**
 * One component's rows at the image's full size, spread by libjpeg's rules.
 *
 * <p>Two to one, samples are interpolated linearly between their centres (the weights of each result are 3/4
 * and 1/4 in either direction), rounding up and down in turn; other ratios repeat samples.
 */
abstract class JpegRows {
    final JpegComponent component;
    byte[] samples;
    int offset;

    private JpegRows(JpegComponent component) {
        this.component = component;
    }

    static JpegRows of(JpegComponent component, JpegFrame frame) {
        int across = frame.mostHorizontal() / component.horizontal();
        int down = frame.mostVertical() / component.vertical();
        boolean smooth = component.width() > 2;
        if (across == 1 && down == 1) {
            return new AsTheyAre(component);
        }
        if (across == 1 && down == 2) {
            return new TwiceDown(component);
        }
        if (across == 2 && down == 1 && smooth) {
            return new TwiceAcross(component);
        }
        if (across == 2 && down == 2 && smooth) {
            return new TwiceBoth(component);
        }
        return new Repeated(component, across, down, frame.width());
    }

    /** Makes {@link #samples}, from {@link #offset} on, the row {@code y} of the image. */
    abstract void moveTo(int y);

    /**
     * Where the row of the component begins that lies above or below its row for {@code y}, at the nearer
     * side.
     */
    final int neighbour(int y) {
        int row = (y & 1) == 0 ? (y >> 1) - 1 : (y >> 1) + 1;
        return Math.max(0, Math.min(component.height() - 1, row)) * component.stride();
    }

    private static final class AsTheyAre extends JpegRows {
        AsTheyAre(JpegComponent component) {
            super(component);
            samples = component.plane();
        }

        @Override
        void moveTo(int y) {
            offset = y * component.stride();
        }
    }

    private static final class Repeated extends JpegRows {
        private final int across;
        private final int down;
        private int row = -1;

        Repeated(JpegComponent component, int across, int down, int width) {
            super(component);
            this.across = across;
            this.down = down;
            samples = new byte[width];
        }

        @Override
        void moveTo(int y) {
            if (y / down == row) {
                return;
            }
            row = y / down;
            int line = row * component.stride();
            for (int x = 0; x < samples.length; x++) {
                samples[x] = component.plane()[line + x / across];
            }
        }
    }

    private static final class TwiceDown extends JpegRows {
        TwiceDown(JpegComponent component) {
            super(component);
            samples = new byte[component.width()];
        }

        @Override
        void moveTo(int y) {
            byte[] plane = component.plane();
            int near = (y >> 1) * component.stride();
            int far = neighbour(y);
            int bias = (y & 1) == 0 ? 1 : 2;
            for (int x = 0; x < samples.length; x++) {
                samples[x] = (byte) ((plane[near + x] & 0xFF) * 3 + (plane[far + x] & 0xFF) + bias >> 2);
            }
        }
    }

    private static final class TwiceAcross extends JpegRows {
        TwiceAcross(JpegComponent component) {
            super(component);
            samples = new byte[component.width() * 2];
        }

        @Override
        void moveTo(int y) {
            byte[] plane = component.plane();
            int line = y * component.stride();
            int last = component.width() - 1;
            samples[0] = plane[line];
            for (int x = 0; x < last; x++) {
                int left = plane[line + x] & 0xFF;
                int right = plane[line + x + 1] & 0xFF;
                samples[2 * x + 1] = (byte) (left * 3 + right + 2 >> 2);
                samples[2 * x + 2] = (byte) (right * 3 + left + 1 >> 2);
            }
            samples[2 * last + 1] = plane[line + last];
        }
    }

    private static final class TwiceBoth extends JpegRows {
        TwiceBoth(JpegComponent component) {
            super(component);
            samples = new byte[component.width() * 2];
        }

        @Override
        void moveTo(int y) {
            byte[] plane = component.plane();
            int near = (y >> 1) * component.stride();
            int far = neighbour(y);
            int last = component.width() - 1;
            int left = (plane[near] & 0xFF) * 3 + (plane[far] & 0xFF);
            samples[0] = (byte) (left * 4 + 8 >> 4);
            for (int x = 0; x < last; x++) {
                int right = (plane[near + x + 1] & 0xFF) * 3 + (plane[far + x + 1] & 0xFF);
                samples[2 * x + 1] = (byte) (left * 3 + right + 7 >> 4);
                samples[2 * x + 2] = (byte) (right * 3 + left + 8 >> 4);
                left = right;
            }
            samples[2 * last + 1] = (byte) (left * 4 + 7 >> 4);
        }
    }
}
