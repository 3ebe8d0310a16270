package thaw.local;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Ordering;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerResult;
import thaw.local.StreamCheckpoints.Checkpoint;
import thaw.telemetry.StructuredLog;

/**
 * A stream of lines as a source of events, in order: a line that fails for now is tried again, and those behind it wait. A
 * slow stream is run line by line, a fast one in the largest batches. The checkpoint follows what is stored; losing it
 * costs a second look at lines that are then recognised.
 */
final class StreamSource implements Source {

    private static final long SAVE_NANOS = 250_000_000;

    private final StreamSettings settings;
    private final Limits limits;
    private final Function<StreamTrigger, TriggerResult> runner;
    private final StreamCheckpoints checkpoints;
    private final StructuredLog log;
    private final LineQueue queue;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread reader = new Thread(this::read, "stream-reader");
    private final Thread worker = new Thread(this::work, "stream-worker");
    private volatile boolean exhausted;
    private Checkpoint at = Checkpoint.NONE;
    private boolean saved = true;
    private long savedAt;
    private long events;

    StreamSource(StreamSettings settings, Limits limits, Function<StreamTrigger, TriggerResult> runner,
            StreamCheckpoints checkpoints, StructuredLog log) {
        this.settings = settings;
        this.limits = limits;
        this.runner = runner;
        this.checkpoints = checkpoints;
        this.log = log;
        this.queue = new LineQueue(4 * limits.batchRows());
        // Reading a pipe or standard input cannot be interrupted: the process must not wait for it.
        reader.setDaemon(true);
    }

    @Override
    public void start() {
        at = checkpoints.load(settings.name());
        reader.start();
        worker.start();
    }

    /** Waits until a stream that ends has ended and all of it is stored. */
    boolean awaitEnd(Duration most) throws InterruptedException {
        return ended.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void read() {
        int failures = 0;
        while (stop.getCount() > 0 && !exhausted) {
            try {
                new LineFeed(settings, queue).read(checkpoints.load(settings.name()));
                exhausted = true;
                queue.end(0);
            } catch (IOException | InferenceException failure) {
                if (stop.getCount() == 0) {
                    return;
                }
                failures++;
                log.log(StructuredLog.Level.ERROR, "stream cannot be read, and is tried again",
                        Map.of("stream", settings.name(), "reason", failure.toString()));
                pause(Backoff.after(failures));
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void work() {
        try {
            while (stop.getCount() > 0 && ended.getCount() > 0) {
                List<Line> batch = queue.take(limits.batchRows(), limits.batchDelay());
                if (!batch.isEmpty()) {
                    run(batch);
                } else if (!queue.closed()) {
                    finishGeneration();
                }
            }
            save();
        } catch (InterruptedException | InferenceException last) {
            log.log(StructuredLog.Level.WARN, "checkpoint not stored; lines are looked at again",
                    Map.of("stream", settings.name(), "reason", last.toString()));
        }
    }

    private void run(List<Line> batch) {
        List<Line> left = batch;
        int failures = 0;
        while (!left.isEmpty() && (failures == 0 || stop.getCount() > 0)) {
            int stored = store(left);
            if (stored > 0) {
                advance(left.get(stored - 1).checkpoint());
            }
            left = left.subList(stored, left.size());
            failures = stored > 0 ? 1 : failures + 1;
            if (!left.isEmpty()) {
                pause(Backoff.after(failures));
            }
        }
    }

    /** How many of the first lines are stored. */
    private int store(List<Line> lines) {
        StreamTrigger event = new StreamTrigger(settings.name() + "-" + ++events, Ordering.CHECKPOINT,
                lines.stream().map(line -> line.item(settings.name())).toList(), Deadline.none());
        try {
            return stored(event, runner.apply(event));
        } catch (RuntimeException | Error defect) {
            log.log(StructuredLog.Level.ERROR, "batch failed and comes again",
                    Map.of("request_id", event.requestId(), "reason", defect.toString()));
            return 0;
        }
    }

    private static int stored(StreamTrigger event, TriggerResult result) {
        if (!(result instanceof TriggerResult.BatchResult some)) {
            return event.items().size();
        }
        Set<String> failed = some.failures().stream().map(TriggerResult.ItemFailure::itemId)
                .collect(Collectors.toSet());
        int stored = 0;
        while (stored < event.items().size() && !failed.contains(event.items().get(stored).itemId())) {
            stored++;
        }
        return stored;
    }

    private void advance(Checkpoint checkpoint) {
        at = checkpoint;
        saved = false;
        if (System.nanoTime() - savedAt > SAVE_NANOS) {
            trySave();
        }
    }

    private void trySave() {
        try {
            save();
        } catch (InferenceException later) {
            // The next line or the end saves it; until then the database is the better memory anyway.
            log.log(StructuredLog.Level.WARN, "checkpoint not stored yet",
                    Map.of("stream", settings.name(), "reason", later.getMessage()));
        }
    }

    private void save() {
        if (!saved) {
            checkpoints.save(settings.name(), at);
            saved = true;
            savedAt = System.nanoTime();
        }
    }

    // A pipe or an input that ended well is not sent again: the next one is another, even if its bytes are the same.
    private void finishGeneration() {
        if (queue.next() > 0) {
            at = new Checkpoint(queue.next(), 0, "");
            saved = false;
        }
        trySave();
        if (exhausted) {
            ended.countDown();
        }
        queue.begin();
    }

    private void pause(Duration time) {
        try {
            stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        queue.close();
        reader.interrupt();
        Source.join(List.of(worker));
    }
}
