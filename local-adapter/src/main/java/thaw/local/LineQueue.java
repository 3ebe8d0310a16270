package thaw.local;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Lines between the one who reads and the one who runs them, bounded in number and bytes, so that a fast stream waits. A
 * batch never goes past the end of a generation. Thread-safe.
 */
final class LineQueue {

    private static final long MOST_BYTES = 8 << 20;

    private final int mostLines;
    private final Deque<Line> lines = new ArrayDeque<>();
    private long bytes;
    private long next;
    private boolean ended;
    private boolean closed;

    LineQueue(int mostLines) {
        this.mostLines = mostLines;
    }

    /** Waits for room; false if nobody takes any more. One line always has room, however long. */
    synchronized boolean put(Line line) throws InterruptedException {
        while (!closed && !lines.isEmpty() && (lines.size() >= mostLines || bytes >= MOST_BYTES)) {
            wait();
        }
        if (!closed) {
            lines.add(line);
            bytes += line.head().length;
            notifyAll();
        }
        return !closed;
    }

    /**
     * No more lines of this generation come: waits until all are dealt with; false if nobody takes any more.
     *
     * @param successor the generation that follows; 0 if this one may go on another time
     */
    synchronized boolean end(long successor) throws InterruptedException {
        ended = true;
        next = successor;
        notifyAll();
        while (ended && !closed) {
            wait();
        }
        return !closed;
    }

    /**
     * Waits for a line, then takes what is there, and for that delay what comes.
     *
     * @return an empty list when a generation has ended or the queue is closed
     */
    synchronized List<Line> take(int most, Duration delay) throws InterruptedException {
        while (lines.isEmpty() && !ended && !closed) {
            wait();
        }
        long until = System.nanoTime() + delay.toNanos();
        long left = delay.toMillis();
        while (lines.size() < most && !ended && !closed && left > 0) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
        List<Line> batch = new ArrayList<>(Math.min(most, lines.size()));
        while (!closed && batch.size() < most && !lines.isEmpty()) {
            Line line = lines.poll();
            bytes -= line.head().length;
            batch.add(line);
        }
        notifyAll();
        return batch;
    }

    /** The generation that follows the one that has ended; 0 if none does. */
    synchronized long next() {
        return next;
    }

    /** The end of the generation has been dealt with. */
    synchronized void begin() {
        ended = false;
        notifyAll();
    }

    synchronized boolean closed() {
        return closed;
    }

    /** Lets everybody go. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
