package thaw.testing;

import java.time.Duration;
import java.time.Instant;

/** Looks again and again until something is so, and fails with what was awaited. */
public final class Await {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private Await() {}

    /** A question that may fail. */
    public interface Question {

        /** Whether what is awaited has come. */
        boolean isSo() throws Exception;
    }

    /**
     * Returns as soon as the answer is yes.
     *
     * @throws AssertionError when the limit is over
     */
    public static void until(String what, Duration limit, Question question) {
        Instant end = Instant.now().plus(limit);
        try {
            while (!question.isSo()) {
                if (Instant.now().isAfter(end)) {
                    throw new AssertionError("not within " + limit + ": " + what);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(what, failure);
        }
    }
}
