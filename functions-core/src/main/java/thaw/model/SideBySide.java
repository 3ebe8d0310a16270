package thaw.model;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * A part of a start that runs on a second processor, where there is one; on a single one it runs when its result is
 * asked for, so that nothing is gained or lost there. For one owner.
 */
public final class SideBySide<T> {

    private final Supplier<T> work;
    private final Thread thread;
    private T result;
    private Throwable failure;
    private boolean done;

    private SideBySide(String name, Supplier<T> work, boolean second) {
        this.work = Objects.requireNonNull(work, "work");
        this.thread = second ? new Thread(this::run, name) : null;
    }

    /** Starts the work, unless there is but one processor. */
    public static <T> SideBySide<T> start(String name, Supplier<T> work) {
        return start(name, work, Runtime.getRuntime().availableProcessors() > 1);
    }

    static <T> SideBySide<T> start(String name, Supplier<T> work, boolean second) {
        SideBySide<T> part = new SideBySide<>(name, work, second);
        if (second) {
            part.thread.setDaemon(true);
            part.thread.start();
        }
        return part;
    }

    // Whatever it is, the one who joins must hear of it.
    private void run() {
        try {
            result = work.get();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        done = true;
    }

    /**
     * Waits for the result. What the work threw is thrown here, as it was.
     */
    public T join() {
        if (thread == null) {
            if (!done) {
                run();
            }
        } else {
            await();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return result;
    }

    /** An interrupt is kept for later: the work touches native memory, and must not be left behind half done. */
    private void await() {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException wanted) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
