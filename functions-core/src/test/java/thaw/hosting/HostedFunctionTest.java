package thaw.hosting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.Ordering;
import thaw.Payload;
import thaw.Samples;
import thaw.TriggerEvent;
import thaw.TriggerItem;
import thaw.TriggerKind;
import thaw.TriggerResult;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostedFunctionTest {

    private final Map<String, List<ResultRecord>> places = new HashMap<>();
    private final Map<String, Map<String, ?>> lines = Collections.synchronizedMap(new HashMap<>());
    private final MemoryStore store = new MemoryStore();
    private final Platform platform = new Platform(List.of("CLOUD_NAME"), List.of("CLOUD_LEVEL"),
            Samples.models().toString(), "memory",
            List.of(new PlaceKind("rows", "rows:<table>", PlaceKind.Holds.ROWS, this::writer),
                    new PlaceKind("topic", "topic:<name>", PlaceKind.Holds.MESSAGES, this::writer)));

    private SinkWriter writer(String place, String function) {
        List<ResultRecord> kept = places.computeIfAbsent(function + "@" + place, first -> new ArrayList<>());
        return records -> {
            kept.addAll(records);
            return Map.of();
        };
    }

    private HostedFunction opened(TriggerKind trigger, Map<String, String> environment) {
        StructuredLog log = (level, message, fields) -> lines.put(message, fields);
        return HostedFunction.of(new FunctionSettings(environment, platform)).stores(bucket -> store).log(log)
                .open(trigger);
    }

    private static TriggerEvent sentences(String... texts) {
        List<TriggerItem> items = new ArrayList<>();
        for (String text : texts) {
            items.add(new TriggerItem("i" + items.size(), "e" + items.size(), "", "memory",
                    Payload.ofText(text)));
        }
        return new TriggerEvent.StreamTrigger("r", Ordering.NONE, items, Deadline.none());
    }

    @Test
    void runsAPackageAloneIntoThePlacesOfItsSinks() {
        try (HostedFunction function = opened(TriggerKind.STREAM, Map.of("CLOUD_NAME", "mood", "THAW_MODEL",
                "sentiment", "THAW_SINKS", "results,glad-ones", "THAW_SINK_RESULTS", "rows:all",
                "THAW_SINK_GLAD_ONES", "topic:glad?label=positive&threshold=0.5"))) {
            assertInstanceOf(TriggerResult.Acknowledged.class,
                    function.run(sentences("What a lovely day", "It was terrible")));
        }
        assertEquals(2, places.get("mood@all").size());
        assertEquals(1, places.get("mood@glad").size());
    }

    @Test
    void saysHowLongEachPhaseOfTheStartTook() {
        opened(TriggerKind.HTTP, Map.of("THAW_MODEL", "sentiment")).close();
        Map<?, ?> line = lines.get("cold start");
        assertTrue(((Map<?, ?>) line.get("phases_ms")).keySet()
                .containsAll(List.of("settings", "model_files", "sinks", "model")), line.toString());
        assertTrue(((Map<?, ?>) line.get("model_ms")).containsKey("priming"), line.toString());
    }

    @Test
    void saysWhyItsModelCannotBeLoaded(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("broken/1"));
        Files.write(root.resolve("broken/1/model.onnx"), new byte[]{1, 2, 3});
        InferenceException refused = assertThrows(InferenceException.class,
                () -> opened(TriggerKind.HTTP,
                        Map.of("THAW_MODEL", "broken", "THAW_MODELS", root.toString())));
        assertEquals(InferenceException.Kind.INVALID_MODEL, refused.kind());
        assertTrue(refused.getMessage().startsWith(root.resolve("broken/1/model.onnx").toString()),
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "risk", "sentiment"})
    void rehearsesWithoutATrace(String model) {
        List<String> finished = Collections.synchronizedList(new ArrayList<>());
        Telemetry telemetry = new Telemetry() {
            @Override
            public void finished(TriggerKind trigger, String name, Outcome outcome,
                    InferenceException.Kind failure, long nanos) {
                finished.add(name);
            }
        };
        List<String> entry = Collections.synchronizedList(new ArrayList<>());
        HostedFunction
                .of(new FunctionSettings(Map.of("THAW_MODEL", model, "THAW_SINKS", "results",
                        "THAW_SINK_RESULTS", "rows:all"), platform))
                .telemetry(telemetry).log((level, message, fields) -> lines.put(message, fields))
                .rehearsing(() -> {
                    entry.add("rehearsed");
                    throw new IllegalStateException("allowed to fail");
                }).open(TriggerKind.HTTP).close();
        assertEquals(List.of("rehearsed"), entry);
        assertEquals(List.of(), finished);
        assertTrue(places.values().stream().allMatch(List::isEmpty), places::toString);
        assertTrue(!lines.containsKey("request"), lines::toString);
        assertEquals(Map.of("reason", "allowed to fail"), lines.get("function could not be rehearsed"));
    }

    @Test
    void answersRequestsWithAModelFetchedFromAStore() throws IOException {
        for (String file : List.of("model.onnx", "model.json", "labels.txt")) {
            Path here = Samples.models().resolve("sentiment/1").resolve(file);
            if (Files.exists(here)) {
                store.with("team/sentiment/1/" + file, Files.readAllBytes(here));
            }
        }
        try (HostedFunction function = opened(TriggerKind.HTTP,
                Map.of("THAW_MODEL", "sentiment", "THAW_MODELS", "memory://bucket/team"))) {
            TriggerResult.HttpResult answer = (TriggerResult.HttpResult) function
                    .run(new TriggerEvent.HttpTrigger("r", "POST", "/v2/models/sentiment/predict", Map.of(),
                            Map.of("content-type", List.of("text/plain")),
                            Payload.ofText("What a lovely day"),
                            Deadline.none()));
            assertEquals(200, answer.status());
            assertTrue(StandardCharsets.UTF_8.decode(answer.body()).toString().contains("positive"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            THAW_MODEL       |                     | THAW_MODEL: expected the model's name
            THAW_TRIGGER     | http                | THAW_TRIGGER: expected stream, as the handler is, got 'http'
            THAW_MODELS      | s3://bucket         | THAW_MODELS: expected a folder or memory://<bucket>/<prefix>
            THAW_SINK_RESULTS| rows:               | THAW_SINK_RESULTS: expected rows:<table>, topic:<name>, got
            THAW_SINK_RESULTS| table:x             | THAW_SINK_RESULTS: expected rows:<table>, topic:<name>, got
            THAW_SINK_RESULTS| topic:x?treshold=1  | THAW_SINK_RESULTS: expected ?label=<label>&threshold=<score>
            THAW_SINK_RESULTS| topic:x?threshold=a | sink 'results': expected a threshold that is a number
            THAW_SINK_RESULTS| rows:x?threshold=1  | THAW_SINK_RESULTS: expected a place for
            THAW_SINKS       | results,other       | THAW_SINK_OTHER: expected where the sink 'other' is
            THAW_SINKS       | ,                   | function 'function' on STREAM with model sentiment: expected a sink
            THAW_LIMIT_QUEUE | many                | THAW_LIMIT_QUEUE: expected a whole number above 0, got 'many'
            THAW_LIMIT_QUEUE | 9999999999          | THAW_LIMIT_QUEUE: expected a whole number above 0
            THAW_DEAD_LETTER | somewhere           | THAW_DEAD_LETTER: expected rows:<table>, topic:<name>
            """)
    void refusesAWrongSettingWithItsName(String name, String value, String message) {
        Map<String, String> environment = new HashMap<>(Map.of("THAW_MODEL", "sentiment", "THAW_SINKS",
                "results", "THAW_SINK_RESULTS", "rows:all"));
        environment.put(name, value == null ? "" : value);
        InferenceException refused = assertThrows(InferenceException.class,
                () -> opened(TriggerKind.STREAM, environment));
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }
}
