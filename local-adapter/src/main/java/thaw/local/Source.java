package thaw.local;

import java.util.List;

/** Where events come from on this machine. Started once, closed once. */
interface Source extends AutoCloseable {

    /**
     * Begins to watch or read, on threads of its own.
     *
     * @throws thaw.InferenceException unavailable, if it cannot
     */
    void start();

    /** Takes nothing more, and waits until what is under way is stored or given back. */
    @Override
    void close();

    /** Waits for threads, even if this one is interrupted. */
    static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
