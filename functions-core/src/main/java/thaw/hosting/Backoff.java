package thaw.hosting;

import thaw.InferenceException;
import thaw.model.Draw;

/** Waits between tries, twice as long each time, less a random part so that many functions do not ask at once. */
public final class Backoff {

    /** Tries altogether; what is left then fails, and comes again with its event. */
    public static final int TRIES = 5;

    private static final long FIRST_MILLIS = 25;

    private Backoff() {}

    /**
     * Waits after that many tries.
     *
     * @throws InferenceException unavailable, if the thread is interrupted
     */
    public static void await(int tries, String place) {
        long most = FIRST_MILLIS << tries;
        try {
            Thread.sleep(most / 2 + Draw.below((int) (most / 2)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw InferenceException.unavailable(place, "the function is being stopped", stopped);
        }
    }
}
