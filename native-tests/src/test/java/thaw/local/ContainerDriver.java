package thaw.local;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.SampleData;
import thaw.testing.ChildProcess;
import thaw.testing.Command;

/** A program that answers HTTP on the port that {@code PORT} names; it takes no objects and no records. */
final class ContainerDriver implements AdapterDriver {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ChildProcess process;
    private final URI address;

    ContainerDriver(Path program, Path folder, FunctionSpec spec) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        address = URI.create("http://127.0.0.1:" + port);
        process = ChildProcess.start(Command
                .of(folder, folder.resolve("output.log"), LONGEST, program.toString())
                .with(Map.of("PORT", Integer.toString(port), "THAW_FUNCTION", "conformance", "THAW_MODEL",
                        spec.model(), "THAW_MODELS", SampleData.models().toString(),
                        "THAW_LIMIT_BODY_BYTES", Long.toString(spec.limits().bodyBytes()),
                        "THAW_CORS_ORIGINS", String.join(",", spec.origins()))));
        try {
            process.awaitAnswer(address.resolve("/v2/health/ready"), Duration.ofMinutes(1));
        } catch (IllegalStateException | AssertionError failed) {
            process.close();
            throw failed;
        }
    }

    @Override
    public Reply call(Call call) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(URI.create(call.path())))
                .timeout(Duration.ofSeconds(60))
                .method(call.method(), HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Reply(response.statusCode(), headers, response.body());
    }

    @Override
    public Redelivery redelivery() {
        throw onlyRequests();
    }

    @Override
    public void put(List<Upload> uploads) {
        throw onlyRequests();
    }

    @Override
    public void remove(String key) {
        throw onlyRequests();
    }

    @Override
    public Set<Integer> announce(List<Upload> uploads) {
        throw onlyRequests();
    }

    @Override
    public Set<Integer> deliver(List<Message> messages) {
        throw onlyRequests();
    }

    @Override
    public List<Map<String, Object>> results() {
        throw onlyRequests();
    }

    @Override
    public List<Map<String, Object>> poison() {
        throw onlyRequests();
    }

    @Override
    public void breakSinks(boolean broken) {
        throw onlyRequests();
    }

    @Override
    public void refuse(Message message) {
        throw onlyRequests();
    }

    private static UnsupportedOperationException onlyRequests() {
        return new UnsupportedOperationException("a container answers requests and stores nothing");
    }

    @Override
    public void close() {
        process.close();
    }
}
