package thaw.model;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import thaw.telemetry.StructuredLog;

/** Looks at the repository again and again, from a daemon thread; does nothing at an interval of zero. Thread-safe. */
final class Refresher implements AutoCloseable {

    private final Runnable refresh;
    private final StructuredLog log;
    private final ScheduledExecutorService executor;
    private String lastFailure = "";

    private Refresher(Runnable refresh, StructuredLog log, ScheduledExecutorService executor) {
        this.refresh = refresh;
        this.log = log;
        this.executor = executor;
    }

    static Refresher every(Duration interval, Runnable refresh, StructuredLog log) {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "thaw-refresh");
            thread.setDaemon(true);
            return thread;
        });
        Refresher refresher = new Refresher(refresh, log, executor);
        if (!interval.isZero()) {
            executor.scheduleWithFixedDelay(refresher::refresh, interval.toNanos(), interval.toNanos(),
                    TimeUnit.NANOSECONDS);
        }
        return refresher;
    }

    private void refresh() {
        try {
            refresh.run();
            lastFailure = "";
        } catch (RuntimeException failure) {
            logOnce(failure.toString());
        }
    }

    /** The same fault, looked at every few seconds, is one line. */
    private void logOnce(String failure) {
        if (!failure.equals(lastFailure)) {
            lastFailure = failure;
            log.log(StructuredLog.Level.WARN, "model repository could not be refreshed",
                    Map.of("reason", failure));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
