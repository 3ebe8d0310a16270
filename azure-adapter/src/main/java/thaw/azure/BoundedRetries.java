package thaw.azure;

import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.hosting.Backoff;
import thaw.hosting.HostedFunction;

/**
 * Runs a batch whose checkpoint moves on even when the function fails: what failed is tried again a few times, and then set
 * aside.
 */
final class BoundedRetries {

    private static final int ROUNDS = 3;
    // The sinks have tried a few times before: these waits go on where theirs ended.
    private static final int LATER = 4;

    private final HostedFunction function;

    BoundedRetries(HostedFunction function) {
        this.function = function;
    }

    /** What could neither be stored nor set aside. */
    TriggerResult run(StreamTrigger event) {
        TriggerResult result = function.run(event);
        for (int round = 1; result instanceof BatchResult batch; round++) {
            Failures failures = Failures.of(event, batch);
            if (round == ROUNDS || event.deadline().passed()) {
                return giveUp(failures);
            }
            Backoff.await(round + LATER, event.requestId());
            result = function.run(failures.again());
        }
        return result;
    }

    /** What failed by itself, so that what is behind it is stored; all, where that does not help. */
    private TriggerResult giveUp(Failures failures) {
        TriggerResult left = new Isolation(function).run(failures, failure -> true);
        return left instanceof BatchResult batch ? function.setAside(failures.event(), batch.failures())
                : left;
    }
}
