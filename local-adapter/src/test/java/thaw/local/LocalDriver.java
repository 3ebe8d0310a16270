package thaw.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import thaw.FunctionDefinition;
import thaw.Payload;
import thaw.Prediction;
import thaw.Sink;
import thaw.TriggerKind;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.SampleData;
import thaw.http.CorsPolicy;
import thaw.http.InferenceEndpoints;
import thaw.local.StreamSettings.Origin;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.telemetry.StructuredLog;

/**
 * This machine's side of the conformance suite: a real server, a watched folder, a file of lines. Each event is a start of
 * the server; what it leaves undone is what comes again.
 */
final class LocalDriver implements AdapterDriver {

    private static final String STREAM = "lines";

    private final HttpClient client = HttpClient.newHttpClient();
    private final FunctionSpec spec;
    private final Path inbox;
    private final Path lines;
    private final ResultRows rows;
    private final LocalServer.Builder builder;
    private final ModelCatalog models;
    private final Map<Message, String> eventIds = new HashMap<>();
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private Optional<LocalServer> server = Optional.empty();

    LocalDriver(FunctionSpec spec, Path folder) throws IOException {
        this.spec = spec;
        this.inbox = Files.createDirectories(folder.resolve("inbox"));
        this.lines = folder.resolve("records.ndjson");
        this.rows = new ResultRows(folder.resolve("data"));
        this.models = ModelCatalog
                .of(ModelRepository.open(SampleData.models()), OnnxModelRuntime.ofDefaults()).open();
        this.builder = builder(folder.resolve("data"));
        if (spec.trigger() == TriggerKind.HTTP) {
            restart();
        }
    }

    private LocalServer.Builder builder(Path data) {
        StructuredLog log = (level, message, fields) -> {
            if (message.equals("item failed and comes again")) {
                failed.add((String) fields.get("event_id"));
            }
        };
        LocalServer.Builder sources = LocalServer.with(models, data).limits(spec.limits()).log(log);
        return switch (spec.trigger()) {
            case HTTP -> sources.http(HttpSettings.onPort(0),
                    InferenceEndpoints.serving(models).limits(spec.limits())
                            .cors(CorsPolicy.allowing(spec.origins().toArray(String[]::new))));
            case BLOB -> sources.folder(definition(), FolderSettings.of(inbox)
                    .times(Duration.ZERO, Duration.ofMillis(50)));
            case STREAM -> sources.stream(definition(), StreamSettings.of(STREAM,
                    new Origin.File(lines, false)));
        };
    }

    // A line a run: which lines a batch gathers depends on the disk, and all of a batch are stored or none.
    private FunctionDefinition<Payload, Prediction> definition() {
        return FunctionDefinition.on(spec.trigger(), "conformance").model(spec.model())
                .limits(spec.limits().toBuilder().batchRows(1).build()).sink(Sink.table("results")).build();
    }

    @Override
    public Reply call(Call call) throws Exception {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(server.orElseThrow().uri().resolve(URI.create(call.path())))
                .timeout(Duration.ofSeconds(60))
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        HttpResponse<byte[]> response = client.send(request.build(),
                HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Reply(response.statusCode(), headers, response.body());
    }

    @Override
    public void put(List<Upload> uploads) throws IOException {
        for (Upload upload : uploads) {
            Path file = inbox.resolve(upload.key());
            Files.createDirectories(file.getParent());
            Files.write(file, upload.bytes());
        }
    }

    @Override
    public void remove(String key) throws IOException {
        Files.delete(inbox.resolve(key));
    }

    @Override
    public Set<Integer> announce(List<Upload> uploads) throws Exception {
        restart();
        Await.until("each file is stored or has failed", () -> uploads.stream()
                .allMatch(upload -> stored(upload) || failed.stream().anyMatch(names(upload))));
        return missing(uploads, this::stored);
    }

    private static Predicate<String> names(Upload upload) {
        return id -> ResultRows.decoded(id).startsWith(upload.key() + "?size=");
    }

    private boolean stored(Upload upload) {
        return rows.eventIds().stream().anyMatch(names(upload));
    }

    @Override
    public Set<Integer> deliver(List<Message> messages) throws Exception {
        stop();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (Message message : messages) {
            byte[] line = message.body().getBytes(StandardCharsets.UTF_8);
            eventIds.put(message, ":" + file.size() + ":" + Fingerprint.of(line));
            file.writeBytes(line);
            file.write('\n');
        }
        Files.write(lines, file.toByteArray());
        restart();
        Await.until("all lines are stored, or one has failed",
                () -> messages.stream().allMatch(this::stored) || !failed.isEmpty());
        return missing(messages, this::stored);
    }

    private boolean stored(Message message) {
        return rows.eventIds().stream().anyMatch(id -> id.endsWith(eventId(message)));
    }

    private static <T> Set<Integer> missing(List<T> items, Predicate<T> stored) {
        return IntStream.range(0, items.size()).filter(i -> !stored.test(items.get(i))).boxed()
                .collect(Collectors.toSet());
    }

    private void restart() {
        stop();
        failed.clear();
        server = Optional.of(builder.start());
    }

    @Override
    public Redelivery redelivery() {
        return Redelivery.CHECKPOINT;
    }

    @Override
    public Set<Lack> lacks() {
        return Set.of(Lack.EVENTS_WITHOUT_OBJECTS);
    }

    @Override
    public String eventId(Message message) {
        return eventIds.getOrDefault(message, "not delivered yet");
    }

    @Override
    public List<Map<String, Object>> results() {
        return rows.of("predicted");
    }

    @Override
    public List<Map<String, Object>> poison() {
        return rows.of("poison");
    }

    @Override
    public void breakSinks(boolean broken) {
        rows.refuse(broken ? "true" : "false");
    }

    // It gets its event id when it is delivered: until then it is known by what it says.
    @Override
    public void refuse(Message message) {
        rows.refuse("NEW.event_id LIKE '%:" + Fingerprint.of(message.body().getBytes(StandardCharsets.UTF_8))
                + "'");
    }

    private void stop() {
        server.ifPresent(LocalServer::close);
    }

    @Override
    public void close() {
        stop();
        models.close();
    }
}
