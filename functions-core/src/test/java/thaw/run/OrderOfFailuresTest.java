package thaw.run;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.Ordering;
import thaw.Payload;
import thaw.Prediction;
import thaw.Sink;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What comes again with a failed item is what stands behind it: nothing before it, and nothing twice. */
class OrderOfFailuresTest {

    private final KeptResults results = new KeptResults();

    @Test
    void reportsNothingBeforeARecordThatCannotBeReadNow() {
        FunctionRunner<?, ?> runner = runner(function().deadLetter(Sink.stream("poison")));

        assertEquals(List.of("item-1", "item-2"),
                failed(runner, Ordering.CHECKPOINT, item(0, "", "1"), absent(1, ""), item(2, "", "3")));
        assertEquals(List.of("0"), results.sink("log").eventIds());
    }

    @Test
    void reportsOnlyWhatStandsBehindItInItsGroup() {
        FunctionRunner<?, ?> runner = runner(function().deadLetter(Sink.stream("poison")));

        assertEquals(List.of("item-2", "item-4"), failed(runner, Ordering.KEY, item(0, "a", "1"),
                item(1, "b", "2"), absent(2, "a"), item(3, "b", "4"), item(4, "a", "5")));
        assertEquals(List.of("0", "1", "3"), results.sink("log").eventIds());
    }

    @Test
    void setsPoisonAsideOnceThatComesAgainWithAResultBeforeIt() {
        FunctionRunner<?, ?> runner = runner(function().deadLetter(Sink.stream("poison")));
        results.sink("log").fails = record -> record.key().eventId().equals("0");
        TriggerItem[] items = {item(0, "a", "1"), item(1, "a", "seven"), item(2, "b", "eight")};

        assertEquals(List.of("item-0", "item-1"), failed(runner, Ordering.KEY, items));
        assertEquals(List.of("2"), results.sink("poison").eventIds());
        assertEquals(List.of("item-0", "item-1", "item-2"), failed(runner, Ordering.CHECKPOINT, items));
        assertEquals(List.of("2"), results.sink("poison").eventIds());
    }

    @Test
    void storesNothingBehindPoisonThatHasNowhereToGo() {
        FunctionRunner<?, ?> runner = runner(function());

        assertEquals(List.of("item-1", "item-2"), failed(runner, Ordering.CHECKPOINT, item(0, "", "1"),
                item(1, "", "seven"), item(2, "", "3")));
        assertEquals(List.of("0"), results.sink("log").eventIds());
    }

    /** Its sink is a stream, which cannot tell what it has already. */
    private static FunctionDefinition.Builder<Payload, Prediction> function() {
        return FunctionDefinition.onStream("doubling").sink(Sink.stream("log"));
    }

    private FunctionRunner<?, ?> runner(FunctionDefinition.Builder<?, ?> definition) {
        return new FunctionRunner<>(definition.build(), new DoublingModels(), results, Telemetry.NONE,
                StructuredLog.none());
    }

    private static TriggerItem item(int index, String key, String text) {
        return item(index, key, Payload.ofText(text));
    }

    private static TriggerItem absent(int index, String key) {
        return item(index, key, Payload.streamed(() -> {
            throw new IOException("503 Slow Down");
        }, 1, ""));
    }

    private static TriggerItem item(int index, String key, Payload payload) {
        return new TriggerItem("item-" + index, "" + index, key, "stream/" + index, payload);
    }

    private static List<String> failed(FunctionRunner<?, ?> runner, Ordering ordering, TriggerItem... items) {
        BatchResult result = (BatchResult) runner.run(
                new StreamTrigger("r", ordering, Stream.of(items).toList(), Deadline.none()));
        return result.failures().stream().map(TriggerResult.ItemFailure::itemId).toList();
    }
}
