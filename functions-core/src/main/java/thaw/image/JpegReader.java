package thaw.image;

import thaw.InferenceException;

/** Walks through a JPEG file's segments, and decodes each scan as it comes. */
final class JpegReader {
    private static final int DHT = 0xC4;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int TEM = 0x01;
    /** Encoders write about ten; each costs a pass over the image, however few bytes it has. */
    private static final int MOST_SCANS = 100;

    private final Bytes file;
    private final ImageLimits limits;
    private final JpegTables tables;
    private JpegFrame frame;
    private boolean jfif;
    private int adobeTransform = JpegColours.NO_ADOBE;
    private Orientation orientation = Orientation.UPRIGHT;
    private int restartInterval;
    private int scans;

    JpegReader(Bytes file, ImageLimits limits) {
        this.file = file;
        this.limits = limits;
        this.tables = new JpegTables(file);
    }

    PixelImage read() {
        int marker = nextMarker(file);
        while (marker != EOI) {
            if (!standsAlone(marker)) {
                int length = file.u16();
                if (length < 2) {
                    throw file.malformed(String.format("the segment FF%02X declares a length of %d.", marker,
                            length));
                }
                segment(marker, file.slice(length - 2));
            }
            marker = nextMarker(file);
        }
        if (frame == null) {
            throw file.malformed("it ends without a frame header.");
        }
        PixelImage stored = new JpegColours(frame, jfif, adobeTransform).convert(file);
        return orientation.upright(stored);
    }

    private static boolean standsAlone(int marker) {
        return marker >= 0xD0 && marker <= SOI || marker == TEM;
    }

    /** Bytes between segments are skipped, as libjpeg does; some cameras pad there. */
    static int nextMarker(Bytes file) {
        int value = 0;
        while (value == 0) {
            while (value != 0xFF) {
                value = file.u8();
            }
            while (value == 0xFF) {
                value = file.u8();
            }
        }
        return value;
    }

    private void segment(int marker, Bytes content) {
        switch (marker) {
            case DHT -> tables.defineHuffman(content);
            case DQT -> tables.defineQuantisation(content);
            case DRI -> restartInterval = content.u16();
            case SOS -> scan(content);
            case APP0 -> jfif |= content.startsWith(0, "JFIF\0");
            case APP1 -> exif(content);
            case APP14 -> adobe(content);
            default -> frame(marker, content);
        }
    }

    private void exif(Bytes content) {
        if (content.startsWith(0, "Exif\0\0") && orientation == Orientation.UPRIGHT) {
            content.skip(6);
            orientation = Orientation.ofExif(content);
        }
    }

    private void adobe(Bytes content) {
        if (content.startsWith(0, "Adobe") && content.remaining() >= 12) {
            adobeTransform = content.peek(11);
        }
    }

    private void frame(int marker, Bytes content) {
        if (marker < 0xC0 || marker > 0xCF || marker == 0xC8 || marker == 0xCC) {
            return;
        }
        if (marker > 0xC2) {
            throw file.unsupported(marker == 0xC3 ? "lossless JPEG is not supported." : marker >= 0xC9
                    ? "arithmetic coding is not supported." : "hierarchical JPEG is not supported.");
        }
        if (frame != null) {
            throw file.malformed("it has two frame headers.");
        }
        frame = JpegFrame.read(content, marker == 0xC2, limits);
    }

    private void scan(Bytes content) {
        if (frame == null) {
            throw file.malformed("a scan comes before the frame header.");
        }
        if (scans == 0) {
            // Each block takes at least a bit for its mean and, unless progressive, another for its end.
            file.requireAtLeast(frame.blocks() / (frame.progressive() ? 8 : 4), frame.width(),
                    frame.height());
            frame.allocate();
        }
        scans++;
        if (scans > MOST_SCANS) {
            throw InferenceException.tooLarge("JPEG image", MOST_SCANS, scans, "scans");
        }
        JpegScan scan = JpegScan.read(content, frame, tables);
        scan.decode(new JpegBits(file), restartInterval);
    }
}
