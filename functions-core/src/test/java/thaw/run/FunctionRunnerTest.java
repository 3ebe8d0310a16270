package thaw.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.InputReader;
import thaw.Limits;
import thaw.Ordering;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Sink;
import thaw.Tensors;
import thaw.TriggerEvent.StreamTrigger;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.TriggerResult;
import thaw.TriggerResult.Acknowledged;
import thaw.TriggerResult.BatchResult;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FunctionRunnerTest {

    private final DoublingModels models = new DoublingModels();
    private final KeptResults results = new KeptResults();
    private final List<String> outcomes = new ArrayList<>();

    @Test
    void storesEveryResultInTheOrderOfTheEvent() {
        TriggerResult result = runner(table()).run(stream(Ordering.NONE, "3", "1", "2"));

        assertInstanceOf(Acknowledged.class, result);
        assertEquals(List.of("0", "1", "2"), results.sink("results").eventIds());
        assertEquals(List.of(6.0, 2.0, 4.0), results.sink("results").records.values().stream()
                .map(record -> record.output().get("y")).toList());
    }

    @Test
    void runsTheModelOncePerMicroBatch() {
        runner(table().limits(Limits.ofDefaults().toBuilder().batchRows(4).build()))
                .run(stream(Ordering.NONE, "1", "2", "3", "4", "5", "6"));

        assertEquals(List.of(4L, 2L), models.runs);
    }

    @Test
    void setsAsideWhatCannotBeReadAndStoresTheRest() {
        TriggerResult result = runner(table()).run(stream(Ordering.CHECKPOINT, "1", "seven", "3"));

        assertInstanceOf(Acknowledged.class, result);
        assertEquals(List.of("0", "2"), results.sink("results").eventIds());
        ResultRecord poison = results.sink("poison").records.values().iterator().next();
        assertEquals("input: expected a number, got seven", poison.reason());
        assertEquals("seven", poison.payload().text(10));
        assertEquals(List.of("OK", "POISON MALFORMED", "OK"), outcomes);
    }

    @Test
    void isolatesTheRowThatFailsTheWholeModelRun() {
        TriggerResult result = runner(table())
                .run(stream(Ordering.NONE, "1", "2", "13", "4", "5", "6", "7", "8"));

        assertInstanceOf(Acknowledged.class, result);
        assertEquals(List.of("0", "1", "3", "4", "5", "6", "7"), results.sink("results").eventIds());
        assertEquals(List.of("2"), results.sink("poison").eventIds());
        assertEquals(List.of(8L, 4L, 2L, 2L, 1L, 1L, 4L), models.runs);
    }

    @Test
    void keepsItemsThatWaitForTheModel() {
        models.failure = InferenceException.unavailable("doubling/1", "closing", null);

        BatchResult result = (BatchResult) runner(table()).run(stream(Ordering.NONE, "1", "2"));

        assertEquals(List.of("item-0", "item-1"), failed(result));
        assertTrue(results.sink("results").records.isEmpty() && results.sink("poison").records.isEmpty());
        assertEquals(List.of(2L), models.runs, "a failure that is nobody's fault splits nothing");
    }

    @Test
    void reportsAnItemWhoseBytesCannotBeFetchedNow() {
        Payload absent = Payload.streamed(() -> {
            throw new IOException("503 Slow Down");
        }, 4, "");
        List<TriggerItem> items = List.of(item(0, "1"),
                new TriggerItem("item-1", "1", "", "s3://b/k", absent));

        BatchResult result = (BatchResult) runner(table())
                .run(new StreamTrigger("r", Ordering.NONE, items, Deadline.none()));

        assertEquals(List.of("item-1"), failed(result));
        assertTrue(result.failures().get(0).cause().getMessage().contains("503 Slow Down"));
    }

    @Test
    void reportsOnlyTheRecordThatWasNotStored() {
        FunctionRunner<?, ?> runner = runner(table());
        results.sink("results").fails = record -> record.key().eventId().equals("1");

        BatchResult result = (BatchResult) runner.run(stream(Ordering.NONE, "1", "2", "3"));

        assertEquals(List.of("item-1"), failed(result));
        assertEquals(List.of("0", "2"), results.sink("results").eventIds());
    }

    @Test
    void reportsEveryItemOfAnUnreachableSink() {
        FunctionRunner<?, ?> runner = runner(table());
        results.sink("results").unreachable = true;

        assertEquals(List.of("item-0", "item-1"),
                failed((BatchResult) runner.run(stream(Ordering.NONE, "1", "2"))));
    }

    @Test
    void setsAsideWhatFailedForTooLongSoThatItCanBeReplayed() {
        FunctionRunner<?, ?> runner = runner(table());
        results.sink("results").unreachable = true;
        StreamTrigger event = stream(Ordering.KEY, "1", "2");
        List<TriggerResult.ItemFailure> failures = ((BatchResult) runner.run(event)).failures();

        assertInstanceOf(Acknowledged.class, runner.setAside(event, failures));
        ResultRecord given = results.sink("poison").records.values().iterator().next();
        assertTrue(given.reason().startsWith("given up: "), given.reason());
        assertEquals("1", given.payload().text(10));

        results.sink("results").unreachable = false;
        runner.run(event);
        assertEquals(List.of("0", "1"), results.sink("results").eventIds());
    }

    @Test
    void keepsWhatCannotEvenBeSetAside() {
        FunctionRunner<?, ?> runner = runner(table());
        results.sink("results").unreachable = true;
        results.sink("poison").unreachable = true;
        StreamTrigger event = stream(Ordering.KEY, "1", "2");
        List<TriggerResult.ItemFailure> failures = ((BatchResult) runner.run(event)).failures();

        assertEquals(List.of("item-0", "item-1"), failed((BatchResult) runner.setAside(event, failures)));
    }

    @Test
    void holdsBackAllBehindAFailedItemOfAShard() {
        FunctionRunner<?, ?> runner = runner(
                table().limits(Limits.ofDefaults().toBuilder().batchRows(2).build()));
        results.sink("results").fails = record -> record.key().eventId().equals("1");

        BatchResult result = (BatchResult) runner.run(stream(Ordering.CHECKPOINT, "1", "2", "3", "4"));

        assertEquals(List.of("item-1", "item-2", "item-3"), failed(result));
        assertEquals(List.of("0"), results.sink("results").eventIds());
        assertEquals(1, models.runs.size(), "what comes again in any case is not predicted now");
    }

    @Test
    void holdsBackOnlyTheGroupOfAFailedItem() {
        FunctionRunner<?, ?> runner = runner(table());
        results.sink("results").fails = record -> record.key().eventId().equals("0");
        List<TriggerItem> items = List.of(item(0, "1", "a"), item(1, "2", "b"), item(2, "3", "a"),
                item(3, "4", "b"));

        BatchResult result = (BatchResult) runner
                .run(new StreamTrigger("r", Ordering.KEY, items, Deadline.none()));

        assertEquals(List.of("item-0", "item-2"), failed(result));
        assertEquals(List.of("1", "3"), results.sink("results").eventIds());
    }

    @Test
    void acknowledgesADuplicateWithoutAnotherRun() {
        FunctionRunner<?, ?> runner = runner(table());
        runner.run(stream(Ordering.NONE, "1", "2"));
        outcomes.clear();

        assertInstanceOf(Acknowledged.class, runner.run(stream(Ordering.NONE, "1", "2", "3")));

        assertEquals(List.of(2L, 1L), models.runs);
        assertEquals(List.of("DUPLICATE", "DUPLICATE", "OK"), outcomes);
    }

    @Test
    void storesAnItemThatCameTwiceInOneEventOnce() {
        List<TriggerItem> items = List.of(item(0, "1"), item(0, "1"));

        runner(stream("log")).run(new StreamTrigger("r", Ordering.NONE, items, Deadline.none()));

        assertEquals(List.of(1L), models.runs);
        assertEquals(List.of("OK", "DUPLICATE"), outcomes);
    }

    @Test
    void takesAKeyForStoredOnlyWhenEverySinkHasIt() {
        FunctionRunner<?, ?> runner = runner(table().sink(Sink.stream("log")));
        results.sink("log").unreachable = true;
        assertInstanceOf(BatchResult.class, runner.run(stream(Ordering.NONE, "1")));
        results.sink("log").unreachable = false;

        assertInstanceOf(Acknowledged.class, runner.run(stream(Ordering.NONE, "1")));

        assertEquals(List.of("0"), results.sink("log").eventIds());
        assertEquals(List.of("0"), results.sink("results").eventIds());
    }

    @Test
    void neverAcknowledgesPoisonThatHasNowhereToGo() {
        FunctionRunner<?, ?> runner = runner(
                FunctionDefinition.onStream("doubling").sink(Sink.table("results")));

        BatchResult result = (BatchResult) runner.run(stream(Ordering.NONE, "1", "seven"));

        assertEquals(List.of("item-1"), failed(result));
        assertTrue(result.failures().get(0).cause().getMessage().contains("no dead letter is configured"));
    }

    @Test
    void alertsOnlyAtTheThreshold() {
        runner(table().sink(Sink.alert("pager", "large", 0.5))).run(stream(Ordering.NONE, "24", "25", "26"));

        assertEquals(List.of("1", "2"), results.sink("pager").eventIds());
    }

    @Test
    void reportsTheRestWhenTimeRunsOut() {
        AtomicLong clock = new AtomicLong();
        Deadline deadline = Deadline.after(Duration.ofSeconds(1), clock::get);
        FunctionDefinition<?, ?> definition = table()
                .limits(Limits.ofDefaults().toBuilder().batchRows(1).build())
                .predictor((payload, limits) -> {
                    clock.addAndGet(Duration.ofMillis(600).toNanos());
                    return payload;
                }, models.packagePredictor(), Prediction::fields).build();

        BatchResult result = (BatchResult) runner(definition)
                .run(new StreamTrigger("r", Ordering.NONE, items("1", "2", "3", "4"), deadline));

        assertEquals(List.of("item-2", "item-3"), failed(result));
        assertEquals(InferenceException.Kind.DEADLINE, result.failures().get(0).cause().kind());
    }

    @Test
    void reportsAnItemIdOnceHoweverManyOfItsObjectsFailed() {
        FunctionRunner<?, ?> runner = runner(table());
        results.sink("results").unreachable = true;
        List<TriggerItem> items = Stream.of("a", "b")
                .map(key -> new TriggerItem("message-1", key, "", key, Payload.ofText("1"))).toList();

        BatchResult result = (BatchResult) runner
                .run(new StreamTrigger("r", Ordering.NONE, items, Deadline.none()));

        assertEquals(List.of("message-1"), failed(result));
    }

    @Test
    void setsAsideWhatAnOwnPredictorCannotHandle() {
        FunctionDefinition<?, ?> definition = table()
                .predictor((payload, limits) -> payload.text(100).charAt(7),
                        new Predictor<Character, String>() {
                            @Override
                            public Tensors encode(Character input) {
                                throw new IllegalStateException("never reached");
                            }

                            @Override
                            public String decode(Tensors outputs) {
                                return "";
                            }
                        }, text -> Map.of())
                .build();

        assertInstanceOf(Acknowledged.class, runner(definition).run(stream(Ordering.NONE, "short")));
        assertTrue(results.sink("poison").records.values().iterator().next().reason()
                .contains("StringIndexOutOfBoundsException"));
    }

    @Test
    void setsAsideAResultThatNoSinkCouldHold() {
        FunctionDefinition<?, ?> definition = table()
                .predictor(InputReader.payload(), models.packagePredictor(),
                        prediction -> Map.of("y", Double.NaN))
                .build();

        assertInstanceOf(Acknowledged.class, runner(definition).run(stream(Ordering.NONE, "1")));
        assertEquals("result: JSON cannot carry NaN",
                results.sink("poison").records.values().iterator().next().reason());
    }

    @Test
    void refusesAFunctionWhoseResultsWouldBeLost() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> runner(FunctionDefinition.onBlob("doubling")));

        assertTrue(refused.getMessage().contains("expected a sink, found none"));
    }

    @Test
    void closesEverySink() {
        runner(table().sink(Sink.object("files"))).close();

        assertTrue(Stream.of("results", "poison", "files").allMatch(name -> results.sink(name).closed));
    }

    private static FunctionDefinition.Builder<Payload, Prediction> table() {
        return FunctionDefinition.onStream("doubling").sink(Sink.table("results"))
                .deadLetter(Sink.table("poison"));
    }

    private static FunctionDefinition.Builder<Payload, Prediction> stream(String name) {
        return FunctionDefinition.onStream("doubling").sink(Sink.stream(name))
                .deadLetter(Sink.table("poison"));
    }

    private FunctionRunner<?, ?> runner(FunctionDefinition.Builder<?, ?> definition) {
        return runner(definition.build());
    }

    private FunctionRunner<?, ?> runner(FunctionDefinition<?, ?> definition) {
        Telemetry telemetry = new Telemetry() {
            @Override
            public void finished(TriggerKind trigger, String model, Outcome outcome,
                    InferenceException.Kind failure, long nanos) {
                outcomes.add(failure == null ? outcome.name() : outcome + " " + failure);
            }
        };
        return new FunctionRunner<>(definition, models, results, telemetry, StructuredLog.none());
    }

    private static StreamTrigger stream(Ordering ordering, String... texts) {
        return new StreamTrigger("request", ordering, items(texts), Deadline.none());
    }

    private static List<TriggerItem> items(String... texts) {
        List<TriggerItem> items = new ArrayList<>();
        for (String text : texts) {
            items.add(item(items.size(), text));
        }
        return items;
    }

    private static TriggerItem item(int index, String text) {
        return item(index, text, "");
    }

    private static TriggerItem item(int index, String text, String key) {
        return new TriggerItem("item-" + index, "" + index, key, "stream/" + index, Payload.ofText(text));
    }

    private static List<String> failed(BatchResult result) {
        return result.failures().stream().map(TriggerResult.ItemFailure::itemId).toList();
    }
}
