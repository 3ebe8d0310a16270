package thaw.onnx;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import thaw.Deadline;

/**
 * Stops runs whose deadline has passed, from one daemon thread that starts with the first such run. While runs come and
 * go it looks every 20 ms by itself, so that a run wakes it only if it must be stopped before the next look: waking a
 * thread costs more than a small model's run. Thread-safe.
 */
final class RunWatch {

    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int TICKS_UNTIL_ASLEEP = 50;

    private final Set<Run> runs = ConcurrentHashMap.newKeySet();
    private volatile boolean asleep;
    private volatile long nextLook;
    private volatile Thread watcher;

    /** One run under watch; to be closed when the run is over, whether it was stopped or not. */
    final class Run implements AutoCloseable {

        private static final int RUNNING = 0;
        private static final int OVER = 1;
        private static final int STOPPING = 2;
        private static final int STOPPED = 3;

        private final AtomicInteger state = new AtomicInteger(RUNNING);
        private final Deadline deadline;
        private final RunOptions options;

        private Run(Deadline deadline, RunOptions options) {
            this.deadline = deadline;
            this.options = options;
        }

        /** To be given to the run. */
        RunOptions options() {
            return options;
        }

        private void stopIfLate() {
            if (deadline.passed() && state.compareAndSet(RUNNING, STOPPING)) {
                try {
                    options.setTerminate(true);
                } catch (OrtException impossible) {
                    // The run goes on to its end: late, not wrong.
                } finally {
                    state.set(STOPPED);
                }
            }
        }

        @Override
        public void close() {
            runs.remove(this);
            if (!state.compareAndSet(RUNNING, OVER)) {
                // Freeing the options under the watcher's call would kill the process; it takes microseconds.
                while (state.get() != STOPPED) {
                    Thread.onSpinWait();
                }
            }
            options.close();
        }
    }

    /** Watches a run until it is closed. */
    Run watch(Deadline deadline) throws OrtException {
        Run run = new Run(deadline, new RunOptions());
        runs.add(run);
        Thread thread = watcher == null ? start() : watcher;
        if (asleep || System.nanoTime() + deadline.remainingNanos() - nextLook < 0) {
            LockSupport.unpark(thread);
        }
        return run;
    }

    private synchronized Thread start() {
        if (watcher == null) {
            nextLook = System.nanoTime() + TICK;
            Thread thread = new Thread(this::look, "thaw-deadlines");
            thread.setDaemon(true);
            thread.start();
            watcher = thread;
        }
        return watcher;
    }

    private void look() {
        int idle = 0;
        while (true) {
            idle = runs.isEmpty() ? idle + 1 : 0;
            if (idle > TICKS_UNTIL_ASLEEP) {
                sleepUntilNeeded();
                idle = 0;
            }
            runs.forEach(Run::stopIfLate);
            pause();
        }
    }

    private void pause() {
        long wait = TICK;
        nextLook = System.nanoTime() + TICK;
        // Read after the announcement: a run that came before it is seen here, a later one wakes this thread.
        for (Run run : runs) {
            wait = Math.min(wait, run.deadline.remainingNanos());
        }
        if (wait > 0) {
            LockSupport.parkNanos(this, wait);
        }
    }

    private void sleepUntilNeeded() {
        asleep = true;
        while (runs.isEmpty()) {
            LockSupport.park(this);
        }
        asleep = false;
    }
}
