package thaw.local;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Ordering;
import thaw.TriggerEvent.BlobTrigger;
import thaw.TriggerResult;
import thaw.telemetry.StructuredLog;

/**
 * A watched folder as a source of events. The system's notices of change only wake the look through the folder, which
 * alone decides: lost notices cost time, never a file. One thread looks, a few work, and at most a few batches are held.
 */
final class FolderSource implements Source {

    private static final Duration GATHER = Duration.ofMillis(20);

    private final FolderSettings settings;
    private final int batchItems;
    private final Function<BlobTrigger, TriggerResult> runner;
    private final FileMoves moves;
    private final StructuredLog log;
    private final BlockingQueue<List<WatchedFile>> batches;
    private final FolderProgress progress = new FolderProgress();
    private final AtomicLong events = new AtomicLong();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private List<WatchedFile> gathering = new ArrayList<>();

    FolderSource(FolderSettings settings, int batchItems, Function<BlobTrigger, TriggerResult> runner,
            Function<Collection<String>, Set<String>> poison, StructuredLog log) {
        this.settings = settings;
        this.batchItems = batchItems;
        this.runner = runner;
        this.moves = new FileMoves(settings, poison, log);
        this.log = log;
        this.batches = new ArrayBlockingQueue<>(settings.workers());
    }

    @Override
    public void start() {
        try {
            Files.createDirectories(settings.folder());
        } catch (IOException failure) {
            throw InferenceException.unavailable("folder " + settings.folder(), "cannot be watched: "
                    + failure, failure);
        }
        threads.add(new Thread(this::watch, "folder-watch"));
        for (int i = 0; i < settings.workers(); i++) {
            threads.add(new Thread(this::work, "folder-worker-" + i));
        }
        threads.forEach(Thread::start);
    }

    private void watch() {
        try (FolderWatch watch = new FolderWatch(log)) {
            FolderScan scan = new FolderScan(settings, watch::register);
            while (stop.getCount() > 0) {
                long began = System.nanoTime();
                look(scan);
                long took = System.nanoTime() - began;
                // A large folder takes long to read: never spend more than half of the time on that.
                pause(Duration.ofNanos(Math.max(took, GATHER.toNanos())));
                watch.await(scan.unsettled() || progress.someWait() ? shortWait() : settings.rescan());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration shortWait() {
        Duration half = settings.settle().dividedBy(2).plusMillis(10);
        return half.compareTo(settings.rescan()) < 0 ? half : settings.rescan();
    }

    private void look(FolderScan scan) throws InterruptedException {
        try {
            scan.look(this::gather);
            handOn();
        } catch (IOException | RuntimeException failure) {
            log.log(StructuredLog.Level.ERROR, "folder cannot be read, and is tried again",
                    Map.of("folder", settings.folder().toString(), "reason", failure.toString()));
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    private void gather(WatchedFile file) {
        if (stop.getCount() > 0 && progress.take(file.fingerprint())) {
            gathering.add(file);
            if (gathering.size() >= batchItems) {
                handOn();
            }
        }
    }

    private void handOn() {
        if (gathering.isEmpty()) {
            return;
        }
        List<WatchedFile> batch = gathering;
        gathering = new ArrayList<>();
        try {
            batches.put(batch);
        } catch (InterruptedException stopped) {
            batch.forEach(file -> progress.givenBack(file.fingerprint()));
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        int failures = 0;
        try {
            while (stop.getCount() > 0) {
                List<WatchedFile> batch = batches.poll(100, TimeUnit.MILLISECONDS);
                if (batch == null) {
                    continue;
                }
                // All of a batch fail when something common does, such as the disk: then wait before the next one.
                failures = run(batch) ? failures + 1 : 0;
                if (failures > 0) {
                    pause(Backoff.after(failures));
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run(List<WatchedFile> batch) {
        Set<String> failed = failed(batch);
        List<WatchedFile> stored = new ArrayList<>();
        for (WatchedFile file : batch) {
            if (failed.contains(file.eventId())) {
                progress.failed(file.fingerprint());
            } else {
                progress.stored(file.fingerprint());
                stored.add(file);
            }
        }
        moves.move(stored);
        return stored.isEmpty();
    }

    private Set<String> failed(List<WatchedFile> batch) {
        BlobTrigger event = new BlobTrigger("folder-" + events.incrementAndGet(), Ordering.NONE,
                batch.stream().map(WatchedFile::item).toList(), Deadline.none());
        try {
            TriggerResult result = runner.apply(event);
            return result instanceof TriggerResult.BatchResult some
                    ? some.failures().stream().map(TriggerResult.ItemFailure::itemId)
                            .collect(Collectors.toSet())
                    : Set.of();
        } catch (RuntimeException | Error defect) {
            log.log(StructuredLog.Level.ERROR, "batch failed and comes again",
                    Map.of("request_id", event.requestId(), "reason", defect.toString()));
            return batch.stream().map(WatchedFile::eventId).collect(Collectors.toSet());
        }
    }

    private void pause(Duration time) throws InterruptedException {
        stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        stop.countDown();
        if (!threads.isEmpty()) {
            // Only the look is interrupted: the batches under way are finished and stored.
            threads.get(0).interrupt();
        }
        Source.join(threads);
    }
}
