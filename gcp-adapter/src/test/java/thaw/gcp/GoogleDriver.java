package thaw.gcp;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
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

/** Google's side of the conformance suite: requests of chosen sources through the real invoker, over the wire. */
final class GoogleDriver implements AdapterDriver {

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;

    private final FakeGoogle google = new FakeGoogle();
    private final Map<String, String> generations = new HashMap<>();
    private final Instance invoked;
    private final GoogleSources sources;

    /** A function behind Google's invoker, in whatever process. */
    interface Instance extends AutoCloseable {
        URI uri(String path);

        HttpResponse<byte[]> send(HttpRequest request) throws Exception;

        HttpResponse<byte[]> post(Posting posting) throws Exception;

        @Override
        void close();
    }

    /** Starts a function of that environment, with that signature. */
    interface Starter {
        Instance start(Map<String, String> environment, String signature) throws Exception;
    }

    GoogleDriver(FunctionSpec spec, GoogleSources sources) throws Exception {
        this(spec, sources, Invoked::new);
    }

    GoogleDriver(FunctionSpec spec, GoogleSources sources, Starter starter) throws Exception {
        this.sources = sources;
        this.invoked = starter.start(environment(spec),
                spec.trigger() == TriggerKind.HTTP ? "http" : sources.signature());
    }

    private Map<String, String> environment(FunctionSpec spec) {
        Map<String, String> environment = new HashMap<>(google.environment());
        environment.put("THAW_FUNCTION", "conformance");
        environment.put("THAW_TRIGGER", spec.trigger().name().toLowerCase(java.util.Locale.ROOT));
        environment.put("THAW_MODEL", spec.model());
        environment.put("THAW_MODELS", SampleData.models().toString());
        environment.put("THAW_LIMIT_BODY_BYTES", Long.toString(spec.limits().bodyBytes()));
        environment.put("THAW_DEAD_LETTER", "firestore:poison");
        environment.put("THAW_CORS_ORIGINS", String.join(",", spec.origins()));
        if (spec.trigger() != TriggerKind.HTTP) {
            environment.put("THAW_SINKS", "results");
            environment.put("THAW_SINK_RESULTS", "firestore:results");
        }
        return environment;
    }

    @Override
    public Reply call(Call call) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(invoked.uri(call.path()))
                .timeout(Duration.ofSeconds(60)).method(call.method(), call.body().length == 0
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        HttpResponse<byte[]> response = invoked.send(request.build());
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Reply(response.statusCode(), headers, response.body());
    }

    @Override
    public void put(List<Upload> uploads) {
        uploads.forEach(
                upload -> generations.put(upload.key(), google.put("uploads", upload.key(), upload.bytes())));
    }

    @Override
    public void remove(String key) {
        google.objects.remove("uploads/" + key);
    }

    @Override
    public Set<Integer> announce(List<Upload> uploads) throws Exception {
        return again(uploads.stream()
                .map(upload -> sources.object(upload, generations.getOrDefault(upload.key(), "1"))).toList());
    }

    /** One after the other, as an ordered subscription delivers: behind a failed one its key's messages wait. */
    @Override
    public Set<Integer> deliver(List<Message> messages) throws Exception {
        Set<Integer> again = new LinkedHashSet<>();
        Set<String> waiting = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (waiting.contains(message.key()) || !done(sources.record(message))) {
                waiting.add(message.key());
                again.add(i);
            }
        }
        return again;
    }

    @Override
    public Redelivery redelivery() {
        return Redelivery.KEY;
    }

    private boolean done(Posting posting) throws Exception {
        int status = invoked.post(posting).statusCode();
        return status >= OK && status < 300;
    }

    private Set<Integer> again(List<Posting> postings) throws Exception {
        Set<Integer> again = new LinkedHashSet<>();
        for (int i = 0; i < postings.size(); i++) {
            if (!done(postings.get(i))) {
                again.add(i);
            }
        }
        return again;
    }

    @Override
    public List<Map<String, Object>> results() {
        return google.documents("results");
    }

    @Override
    public List<Map<String, Object>> poison() {
        return google.documents("poison");
    }

    @Override
    public void breakSinks(boolean broken) {
        google.refusedText = "";
        google.faults = request -> broken && request.contains(":batchWrite") ? Optional.of(FORBIDDEN)
                : Optional.empty();
    }

    @Override
    public void refuse(Message message) {
        google.refusedText = "/" + message.id() + "\"";
    }

    @Override
    public void close() {
        invoked.close();
        google.close();
    }
}
