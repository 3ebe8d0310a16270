package thaw.cloud;

import java.time.Duration;
import java.time.Instant;

/** Looks again and again until something is so, and fails with what was awaited. */
final class Await {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private Await() {}

    /** A question that may fail. */
    interface Question {
        boolean isSo() throws Exception;
    }

    static void until(String what, Duration limit, Question question) {
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
