package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import thaw.TriggerKind;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;

/** The host's and the worker's side of the conformance suite: invocations in, answers as the host reads them. */
final class AzureDriver implements AdapterDriver {

    private final FakeAzure azure = new FakeAzure();
    private final Invocations invocations;
    private final AzureSources sources;

    AzureDriver(FunctionSpec spec, AzureSources sources) throws Exception {
        this(spec, sources, (environment, same) -> Invocations.inProcess(environment));
    }

    AzureDriver(FunctionSpec spec, AzureSources sources, Invocations.Starter starter) throws Exception {
        this.sources = sources;
        this.invocations = starter.start(environment(spec), sources);
    }

    private Map<String, String> environment(FunctionSpec spec) {
        Map<String, String> environment = new HashMap<>();
        environment.put("THAW_FUNCTION", "conformance");
        environment.put("THAW_TRIGGER", spec.trigger().name());
        environment.put("THAW_MODEL", spec.model());
        environment.put("THAW_MODELS", SampleData.models().toString());
        environment.put("THAW_LIMIT_BODY_BYTES", Long.toString(spec.limits().bodyBytes()));
        environment.put("THAW_CONNECTION_DEVSTOREACCOUNT1", azure.connectionString());
        environment.put("THAW_BLOB_ACCOUNT", FakeAzure.ACCOUNT);
        environment.put("THAW_DEAD_LETTER", "aztable:devstoreaccount1/poison");
        environment.put("THAW_CORS_ORIGINS", String.join(",", spec.origins()));
        environment.put("AzureFunctionsJobHost__extensions__http__routePrefix", sources.prefix());
        if (spec.trigger() != TriggerKind.HTTP) {
            environment.put("THAW_SINKS", "results");
            environment.put("THAW_SINK_RESULTS", "aztable:devstoreaccount1/results");
        }
        return environment;
    }

    @Override
    public Reply call(Call call) {
        JsonObject answer = JsonObject.of(invocations.answer(sources.request(call)), "answer");
        JsonObject http = answer.required("returnValue").required("http");
        Map<String, String> headers = new LinkedHashMap<>();
        http.required("headers").keys()
                .forEach(name -> headers.put(name, http.required("headers").string(name)));
        return new Reply(Integer.parseInt(http.string("statusCode")), headers,
                Base64.getDecoder().decode(http.required("body").string("bytes")));
    }

    @Override
    public void put(List<Upload> uploads) {
        uploads.forEach(upload -> azure.blobs.put("uploads/" + upload.key(), upload.bytes()));
    }

    @Override
    public void remove(String key) {
        azure.blobs.remove("uploads/" + key);
    }

    @Override
    public Set<Integer> announce(List<Upload> uploads) {
        return again(sources.blobs(uploads, azure.endpoint()));
    }

    @Override
    public Set<Integer> deliver(List<Message> messages) {
        return again(sources.records(messages));
    }

    /** An invocation that failed is repeated as a whole, by the message or by the retry policy. */
    private Set<Integer> again(List<AzureSources.Delivery> deliveries) {
        Set<Integer> again = new LinkedHashSet<>();
        int from = 0;
        for (AzureSources.Delivery delivery : deliveries) {
            JsonObject answer = JsonObject.of(invocations.answer(delivery.request()), "answer");
            if (!answer.required("result").string("status").equals("Success")) {
                again.addAll(AzureSources.indexes(delivery, from));
            }
            from += delivery.items();
        }
        return again;
    }

    @Override
    public List<Map<String, Object>> results() {
        return azure.rows("results");
    }

    @Override
    public Redelivery redelivery() {
        return sources.stream() == AzureSources.Stream.QUEUE ? Redelivery.ITEM : Redelivery.WHOLE;
    }

    /** A queue keeps no order, that of Service Bus only with sessions. */
    @Override
    public Set<Lack> lacks() {
        return switch (sources.stream()) {
            case SERVICE_BUS, QUEUE -> Set.of(Lack.ORDER);
            case EVENT_HUB, KAFKA -> Set.of();
        };
    }

    @Override
    public String eventId(Message message) {
        return sources.eventId(message);
    }

    @Override
    public List<Map<String, Object>> poison() {
        return azure.rows("poison");
    }

    @Override
    public void breakSinks(boolean broken) {
        azure.fault = seen -> broken && store(seen) ? Optional.of(503) : Optional.empty();
    }

    private static boolean store(FakeAzure.Seen request) {
        return request.path().startsWith("/tables/") && request.method().equals("POST");
    }

    @Override
    public void refuse(Message message) {
        String id = eventId(message) + "\"";
        azure.fault = seen -> store(seen) && new String(seen.body(), StandardCharsets.UTF_8).contains(id)
                ? Optional.of(503)
                : Optional.empty();
    }

    @Override
    public void close() {
        invocations.close();
        azure.close();
    }
}
