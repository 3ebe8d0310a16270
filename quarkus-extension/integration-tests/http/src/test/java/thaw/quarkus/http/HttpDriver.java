package thaw.quarkus.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.SampleData;

/** The container's side of the conformance suite: one process for each function that it asks for, until the tests end. */
final class HttpDriver implements AdapterDriver {

    private static final Map<FunctionSpec, QuarkusServer> SERVERS = new HashMap<>();

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final QuarkusServer server;

    HttpDriver(FunctionSpec spec) throws IOException {
        synchronized (SERVERS) {
            if (!SERVERS.containsKey(spec)) {
                SERVERS.put(spec, QuarkusServer.start(settings(spec)));
            }
            server = SERVERS.get(spec);
        }
    }

    private static Map<String, String> settings(FunctionSpec spec) {
        return Map.of("QUARKUS_THAW_MODEL", spec.model(), "QUARKUS_THAW_FOLDER",
                SampleData.models().toString(), "THAW_LIMIT_BODY_BYTES",
                Long.toString(spec.limits().bodyBytes()), "THAW_CORS_ORIGINS",
                String.join(",", spec.origins()));
    }

    @Override
    public Reply call(Call call) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(call.path()))
                .timeout(Duration.ofSeconds(60))
                .method(call.method(), BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Reply(response.statusCode(), headers, response.body());
    }

    @Override
    public void close() {
        // Others may need the server; it ends with this JVM.
    }

    @Override
    public Redelivery redelivery() {
        throw requestsAlone();
    }

    @Override
    public void put(List<Upload> uploads) {
        throw requestsAlone();
    }

    @Override
    public void remove(String key) {
        throw requestsAlone();
    }

    @Override
    public Set<Integer> announce(List<Upload> uploads) {
        throw requestsAlone();
    }

    @Override
    public Set<Integer> deliver(List<Message> messages) {
        throw requestsAlone();
    }

    @Override
    public List<Map<String, Object>> results() {
        throw requestsAlone();
    }

    @Override
    public List<Map<String, Object>> poison() {
        throw requestsAlone();
    }

    @Override
    public void breakSinks(boolean broken) {
        throw requestsAlone();
    }

    @Override
    public void refuse(Message message) {
        throw requestsAlone();
    }

    private static UnsupportedOperationException requestsAlone() {
        return new UnsupportedOperationException("a container is called by requests alone");
    }
}
