package thaw.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that each push the next message as soon as their last is done. No message comes twice. Thread-safe. */
final class PushLoad {

    static final int CLIENTS = 64;

    private final AtomicInteger next = new AtomicInteger();

    /**
     * What became of it.
     *
     * @param messages that are done
     * @param nanos    from the first to the last
     */
    record Done(long messages, long nanos) {

        double perSecond() {
            return messages * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
        }
    }

    /** One of them. */
    interface Client extends Closeable {
        /** Pushes that message and waits until it is done. */
        void push(int message) throws IOException;
    }

    /** Where they push to. */
    interface Target {
        Client connect() throws IOException;
    }

    /** Pushes for so long. */
    Done push(Target target, long millis) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            long start = System.nanoTime();
            long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
            Callable<Integer> client = () -> pushed(target, end);
            long done = 0;
            for (Future<Integer> pushed : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
                done += pushed.get();
            }
            return new Done(done, System.nanoTime() - start);
        } finally {
            clients.shutdown();
        }
    }

    private int pushed(Target target, long end) throws IOException {
        int done = 0;
        try (Client client = target.connect()) {
            do {
                client.push(next.getAndIncrement());
                done++;
            } while (System.nanoTime() < end);
        }
        return done;
    }
}
