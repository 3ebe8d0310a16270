package thaw.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import thaw.InferenceException;

/** Inflates, unfilters and spreads the rows of a PNG image. */
final class PngPixels {
    private final PngChunks chunks;
    private final PngHeader header;
    private final PngRowExpander expander;
    private final byte[] samples;

    PngPixels(PngChunks chunks) {
        this.chunks = chunks;
        this.header = chunks.header();
        this.expander = PngRowExpander.of(chunks);
        this.samples = new byte[header.width() * header.height() * expander.channels()];
    }

    PixelImage read() {
        Inflater inflater = new Inflater();
        try {
            for (PngPass pass : header.passes()) {
                int columns = pass.columns(header.width());
                if (columns > 0) {
                    readPass(inflater, pass, columns);
                }
            }
        } catch (DataFormatException e) {
            throw InferenceException.malformed("PNG image",
                    "The PNG image is damaged: its compressed pixels cannot be read ("
                            + e.getMessage() + ").",
                    e);
        } finally {
            inflater.end();
        }
        return PixelImage.adopt(header.width(), header.height(), expander.channels(), samples);
    }

    private void readPass(Inflater inflater, PngPass pass, int columns) throws DataFormatException {
        if (expander.isIdentity() && !header.interlaced()) {
            readInPlace(inflater);
            return;
        }
        byte[] line = new byte[header.rowBytes(columns) + 1];
        byte[] current = new byte[line.length - 1];
        byte[] above = new byte[line.length - 1];
        for (int row = 0; row < pass.rows(header.height()); row++) {
            inflate(inflater, line);
            PngFilter.undo(chunks.file(), line, header.filterDistance(), current, 0, above, 0);
            int target = (pass.y() + row * pass.yStep()) * header.width() + pass.x();
            expander.expand(current, columns, samples, target * expander.channels(),
                    pass.xStep() * expander.channels());
            byte[] swap = above;
            above = current;
            current = swap;
        }
    }

    /** The common case: what is stored are the samples, so that rows are restored where they belong. */
    private void readInPlace(Inflater inflater) throws DataFormatException {
        int length = header.rowBytes(header.width());
        byte[] line = new byte[length + 1];
        byte[] above = new byte[length];
        int aboveAt = 0;
        for (int row = 0; row < header.height(); row++) {
            inflate(inflater, line);
            PngFilter.undo(chunks.file(), line, header.filterDistance(), samples, row * length, above,
                    aboveAt);
            above = samples;
            aboveAt = row * length;
        }
    }

    private void inflate(Inflater inflater, byte[] line) throws DataFormatException {
        int filled = 0;
        while (filled < line.length) {
            int count = inflater.inflate(line, filled, line.length - filled);
            filled += count;
            if (count == 0) {
                feed(inflater);
            }
        }
    }

    private void feed(Inflater inflater) {
        if (inflater.finished() || inflater.needsDictionary()) {
            throw chunks.file().malformed("its compressed pixels end before the last of "
                    + header.width() + " x " + header.height() + ".");
        }
        Bytes part = chunks.nextPixels();
        inflater.setInput(part.array(), part.position(), part.remaining());
    }
}
