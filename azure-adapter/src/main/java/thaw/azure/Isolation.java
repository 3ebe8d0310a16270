package thaw.azure;

import java.util.List;
import java.util.function.Predicate;

import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.TriggerResult.ItemFailure;
import thaw.hosting.HostedFunction;

/** Sets aside what failed by itself, so that what was behind it or beside it is stored. */
final class Isolation {

    // So many in a row without any record stored: it is not the records.
    private static final int FRUITLESS = 3;

    private final HostedFunction function;

    Isolation(HostedFunction function) {
        this.function = function;
    }

    /**
     * What still comes again.
     *
     * @param ripe which failures may be set aside
     */
    TriggerResult run(Failures failures, Predicate<ItemFailure> ripe) {
        Failures left = failures;
        for (int fruitless = 0; fruitless < FRUITLESS && !left.event().deadline().passed();) {
            List<ItemFailure> given = left.own().stream().filter(ripe).toList();
            if (given.isEmpty() || function.setAside(left.event(), given) instanceof BatchResult) {
                break;
            }
            StreamTrigger others = left.again(given);
            if (others.items().isEmpty() || !(function.run(others) instanceof BatchResult batch)) {
                return new TriggerResult.Acknowledged();
            }
            fruitless = batch.failures().size() < others.items().size() ? 0 : fruitless + 1;
            left = Failures.of(others, batch);
        }
        return new BatchResult(left.all());
    }
}
