package thaw.image;

import java.util.zip.CRC32;

/** A PNG file's chunks: those before the pixels are kept, those with pixels are handed out one by one. */
final class PngChunks {
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int TRNS = 0x74524E53;
    private static final int EXIF = 0x65584966;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;
    private static final int ANCILLARY = 0x20000000;
    /** Deflate cannot shrink more than 1032 to 1, so a header that asks for more than this has no pixels. */
    private static final int BEST_COMPRESSION = 1040;

    private final Bytes file;
    private PngHeader header;
    private Bytes palette;
    private Bytes transparency;
    private Orientation orientation = Orientation.UPRIGHT;
    private int type;
    private Bytes firstPixels;

    private PngChunks(Bytes file) {
        this.file = file;
    }

    static PngChunks readUntilPixels(Bytes file, ImageLimits limits) {
        PngChunks chunks = new PngChunks(file);
        Bytes first = chunks.next();
        if (chunks.type != IHDR || first.remaining() != 13) {
            throw file.malformed("it must start with an IHDR chunk of 13 bytes, but starts with "
                    + chunks.describeType() + " of " + first.remaining() + ".");
        }
        chunks.header = PngHeader.read(first, limits);
        chunks.readUntilPixels();
        return chunks;
    }

    private void readUntilPixels() {
        while (firstPixels == null) {
            Bytes chunk = next();
            switch (type) {
                case PLTE -> palette = chunk;
                case TRNS -> transparency = chunk;
                case EXIF -> orientation = Orientation.ofExif(chunk);
                case IDAT -> firstPixels = chunk;
                default -> requireKnown();
            }
        }
        if (header.colourType() == PngHeader.PALETTE && palette == null) {
            throw file.malformed("it has palette indices but no PLTE chunk.");
        }
        file.moveTo(firstPixels.position());
        file.requireAtLeast(header.inflatedBytes() / BEST_COMPRESSION, header.width(), header.height());
        file.moveTo(firstPixels.end() + 4);
    }

    private void requireKnown() {
        if (type == IEND) {
            throw file.malformed("it ends without pixels, no IDAT chunk was found.");
        }
        if ((type & ANCILLARY) == 0) {
            throw file.malformed("the chunk " + describeType() + " is not known or not where it may be.");
        }
    }

    PngHeader header() {
        return header;
    }

    /** Red, green, blue of each entry, or null for an image without a palette. */
    Bytes palette() {
        return palette;
    }

    /** The tRNS chunk, or null if there is none. */
    Bytes transparency() {
        return transparency;
    }

    Orientation orientation() {
        return orientation;
    }

    /** The next part of the compressed pixels. */
    Bytes nextPixels() {
        if (firstPixels != null) {
            Bytes pixels = firstPixels;
            firstPixels = null;
            return pixels;
        }
        Bytes pixels = next();
        if (type != IDAT) {
            throw file.malformed("its pixels end too early, before the chunk " + describeType() + ".");
        }
        return pixels;
    }

    private Bytes next() {
        int length = file.i32();
        int from = file.position();
        type = file.i32();
        if (length < 0) {
            throw file.malformed("the chunk " + describeType() + " declares a length above 2^31.");
        }
        Bytes content = file.slice(length);
        int expected = file.i32();
        if (isUsed(type)) {
            CRC32 crc = new CRC32();
            crc.update(file.array(), from, length + 4);
            if ((int) crc.getValue() != expected) {
                throw file.malformed(String.format(
                        "the checksum of its chunk %s is %08x where %08x is recorded.",
                        describeType(), (int) crc.getValue(), expected));
            }
        }
        return content;
    }

    /** A damaged comment is no reason to refuse an image. */
    private static boolean isUsed(int type) {
        return (type & ANCILLARY) == 0 || type == TRNS || type == EXIF;
    }

    private String describeType() {
        StringBuilder name = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            int c = type >>> shift & 0xFF;
            name.append(c > ' ' && c < 0x7F ? (char) c : '?');
        }
        return name.toString();
    }

    Bytes file() {
        return file;
    }
}
