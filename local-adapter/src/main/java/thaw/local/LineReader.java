package thaw.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts bytes into lines of bounded length. Blank lines are skipped; a carriage return before the line break is not part of
 * the line. What an end of input leaves unfinished is kept, so that reading can go on when there is more. Not thread-safe.
 */
final class LineReader {

    private static final int CHUNK = 64 << 10;

    private final InputStream in;
    private final int most;
    private final long generation;
    private final byte[] chunk = new byte[CHUNK];
    private int at;
    private int end;
    private long position;
    private long start;
    private byte[] head = new byte[256];
    private int length;
    private boolean cut;

    /** Reads from there, where the next byte has that offset. */
    LineReader(InputStream in, int most, long generation, long position) {
        this.in = in;
        this.most = most;
        this.generation = generation;
        this.position = position;
        this.start = position;
    }

    /** The next line that has its line break; null at the end of what there is now. */
    Line next() throws IOException {
        while (true) {
            if (at == end && !fill()) {
                return null;
            }
            int stop = lineBreak();
            keep(at, stop);
            boolean broken = stop < end;
            position += stop - at + (broken ? 1 : 0);
            at = stop + (broken ? 1 : 0);
            if (broken) {
                Line line = finish();
                if (line != null) {
                    return line;
                }
            }
        }
    }

    /** What follows the last line break, as a line; null if it is blank. */
    Line rest() {
        return finish();
    }

    /** The offset of the next byte that will be read. */
    long position() {
        return position;
    }

    private boolean fill() throws IOException {
        int count = in.read(chunk);
        at = 0;
        end = Math.max(0, count);
        return count > 0;
    }

    private int lineBreak() {
        int stop = at;
        while (stop < end && chunk[stop] != '\n') {
            stop++;
        }
        return stop;
    }

    private void keep(int from, int to) {
        int count = Math.min(to - from, most - length);
        cut |= count < to - from;
        if (length + count > head.length) {
            head = Arrays.copyOf(head, Math.max(length + count, Math.min(most, 2 * head.length)));
        }
        System.arraycopy(chunk, from, head, length, count);
        length += count;
    }

    private Line finish() {
        int size = !cut && length > 0 && head[length - 1] == '\r' ? length - 1 : length;
        Line line = blank(size) ? null
                : new Line(generation, start, position, Arrays.copyOf(head, size), !cut);
        start = position;
        length = 0;
        cut = false;
        head = head.length > CHUNK ? new byte[256] : head;
        return line;
    }

    private boolean blank(int size) {
        if (cut) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (head[i] != ' ' && head[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
