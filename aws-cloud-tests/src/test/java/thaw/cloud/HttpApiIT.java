package thaw.cloud;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thaw.TriggerKind;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.packaging.PackageReport;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.PythonEnvironment;
import thaw.testing.Terraform;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The HTTP API, which LocalStack has not, on another local cloud that hands its events to the packaged function. */
@Execution(value = ExecutionMode.CONCURRENT, reason = "it does not use the one local cloud")
class HttpApiIT {

    private static final Duration START = Duration.ofMinutes(2);

    @Test
    void anHttpApiAsksWhoCallsAndAnswersByTheFunction() throws Exception {
        Workplace.need(Workplace.isLinuxOnX64(), "the local cloud runs on Linux on x86-64");
        Path python = PythonEnvironment.of("ministack",
                CloudParts.python().resolve("ministack/requirements.lock"));
        PackageReport report = SampleZip.packaged("risk", TriggerKind.HTTP);
        URI cloud = URI.create("http://127.0.0.1:" + Workplace.freePort());
        try (LocalStart function = LocalStart.of(report.folder(), StartCommand.read(report.folder()),
                Map.of());
                ChildProcess process = ChildProcess.start(ministack(python, cloud, serve(function)))) {
            process.awaitAnswer(cloud.resolve("/_ministack/health"), START);
            requireDoneOnce(cloud);
            Terraform root = Terraform.in(root(),
                    Map.of("endpoint", cloud.toString(), "package", report.artefact().toString()));
            apply(root, process);
            // This cloud says of a token's authoriser what is said of a Lambda authoriser only.
            assertEquals(List.of("module.api[\"jwt\"].aws_apigatewayv2_authorizer.this[0]"),
                    changed(root.plan()));
            JsonObject urls = root.outputs().object("urls").orElseThrow().object("value").orElseThrow();
            HttpResponse<String> answer = ask(cloud, urls.string("none"));
            assertEquals(200, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains("\"" + patient().string("label") + "\""), answer::body);
            assertEquals(403, ask(cloud, urls.string("iam")).statusCode());
            assertEquals(401, ask(cloud, urls.string("jwt")).statusCode());
            root.destroy();
            assertEquals(List.of(), root.resources());
        }
    }

    // A busy machine loses an answer now and then; what the provider then sends again must not be done twice.
    private static void requireDoneOnce(URI cloud) throws Exception {
        HttpRequest create = HttpRequest.newBuilder(cloud).timeout(START)
                .header("X-Amz-Target", "Logs_20140328.CreateLogGroup").header("amz-sdk-invocation-id", "1")
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofString("{\"logGroupName\": \"sent-twice\"}")).build();
        for (int attempt = 1; attempt <= 2; attempt++) {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(create, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
        }
    }

    private static void apply(Terraform root, ChildProcess cloud) {
        try {
            root.apply();
        } catch (IllegalStateException refused) {
            String printed = cloud.printed();
            throw new IllegalStateException(refused.getMessage() + "\nThe cloud printed:\n"
                    + printed.substring(Math.max(0, printed.length() - 4000)), refused);
        }
    }

    private static List<String> changed(Path plan) throws IOException {
        return JsonObject.parse(Files.readAllBytes(plan), "plan").objects("resource_changes").stream()
                .filter(change -> !change.required("change").strings("actions").equals(List.of("no-op")))
                .map(change -> change.string("address")).toList();
    }

    private static Command ministack(Path python, URI cloud, URI function) {
        return Command.of(Workplace.scratch("ministack"), Duration.ofMinutes(20), python.toString(),
                CloudParts.python().resolve("ministack/answer_once.py").toString())
                .with("BIND_HOST", "127.0.0.1")
                .with("GATEWAY_PORT", Integer.toString(cloud.getPort()))
                .with("MINISTACK_LAMBDA_PROXY_risk-none", function.toString());
    }

    /** Hands each event to the function, as Lambda does. */
    private static URI serve(LocalStart function) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, function));
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static void answer(HttpExchange exchange, LocalStart function) throws IOException {
        try (exchange) {
            byte[] body = function.call(exchange.getRequestBody().readAllBytes(), START).body();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Path root() throws IOException {
        Path root = Terraform.infra("http-api").resolve("tests/http");
        Files.createDirectories(root.getParent());
        Workplace.copy(CloudParts.terraform().resolve("http"), root);
        return root;
    }

    // Of https://<id>.execute-api.<region>.amazonaws.com/ this cloud needs the id.
    private static HttpResponse<String> ask(URI cloud, String url) throws Exception {
        String id = URI.create(url).getHost().split("\\.")[0];
        URI predict = cloud.resolve("/_aws/execute-api/" + id + "/%24default/v2/models/risk/predict");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(predict).timeout(START)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(patient().get("features")))).build(),
                BodyHandlers.ofString());
    }

    private static JsonObject patient() throws IOException {
        return JsonObject.parse(Files.readAllLines(SampleData.folder().resolve("data/risk/patients.ndjson"))
                .get(0).getBytes(StandardCharsets.UTF_8), "patient");
    }
}
