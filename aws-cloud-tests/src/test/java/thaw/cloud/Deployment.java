package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import thaw.TriggerKind;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.Terraform;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** All that these tests deploy, on one cloud: applied once, and destroyed by the last test. */
final class Deployment implements AutoCloseable {

    // Most of the time goes by waiting until something new has settled; Terraform waits for ten things at once.
    private static final Map<String, String> PARALLEL = Map.of("TF_CLI_ARGS_apply", "-parallelism=40",
            "TF_CLI_ARGS_destroy", "-parallelism=40");

    private final Cloud cloud;
    private final List<String> before;
    private final Map<String, FaultProxy> proxies;
    private final Clients clients;
    private final Terraform terraform;
    private final JsonObject outputs;

    private Deployment(Cloud cloud) throws IOException {
        this.cloud = cloud;
        this.before = Leftovers.of(cloud);
        this.proxies = cloud instanceof LocalCloud local ? Map.of("dynamodb", FaultProxy.of(local.address()),
                "s3", FaultProxy.of(local.address())) : Map.of();
        this.clients = Clients.of(cloud);
        this.terraform = Terraform.in(root(!proxies.isEmpty()), variables(), PARALLEL);
        terraform.apply();
        this.outputs = terraform.outputs();
    }

    private Map<String, String> variables() throws IOException {
        Map<String, String> variables = new HashMap<>();
        cloud.endpoint().ifPresent(endpoint -> variables.put("endpoint", endpoint.toString()));
        cloud.account().ifPresent(account -> variables.put("account", account));
        variables.put("region", cloud.region().id());
        variables.put("packages", Json.text(packages()));
        if (!proxies.isEmpty()) {
            Map<String, String> addresses = new HashMap<>();
            proxies.forEach((service, proxy) -> addresses.put(service, proxy.address().toString()));
            variables.put("proxies", Json.text(addresses));
        }
        return variables;
    }

    private static Map<String, String> packages() throws IOException {
        return Map.of("digits", SampleZip.of("digits", TriggerKind.BLOB, "dynamodb"),
                "sentiment", SampleZip.of("sentiment", TriggerKind.STREAM, "dynamodb", "kinesis", "sns"),
                "risk", SampleZip.of("risk", TriggerKind.HTTP), "probe", SampleZip.probe());
    }

    static Deployment start() {
        Cloud cloud = Cloud.chosen();
        try {
            return new Deployment(cloud);
        } catch (IOException refused) {
            cloud.close();
            throw new UncheckedIOException(refused);
        } catch (RuntimeException | Error failure) {
            cloud.close();
            throw failure;
        }
    }

    // Examples are roots; as modules they use the provider of the root around them.
    private static Path root(boolean faults) throws IOException {
        Path infra = Terraform.infra("cloud");
        for (String example : new String[]{"digits", "sentiment", "risk"}) {
            Files.delete(infra.resolve("examples").resolve(example).resolve("provider.tf"));
        }
        Path root = infra.resolve("tests/cloud");
        Files.createDirectories(root.getParent());
        Workplace.copy(CloudParts.terraform().resolve("cloud"), root);
        if (!faults) {
            Files.delete(root.resolve("faults.tf"));
        }
        return root;
    }

    Cloud cloud() {
        return cloud;
    }

    /** The cloud that was started here. */
    LocalCloud local() {
        return (LocalCloud) cloud;
    }

    /** Skips a test that another cloud than the one started here cannot do, and says why. */
    void requireLocal(String why) {
        if (!(cloud instanceof LocalCloud)) {
            System.err.println("SKIPPED: needs the cloud that is started here, for " + why);
            assumeTrue(false, why);
        }
    }

    /** What was there before anything was applied. */
    List<String> before() {
        return before;
    }

    Clients clients() {
        return clients;
    }

    Terraform terraform() {
        return terraform;
    }

    /** Between the faulty functions and DynamoDB. */
    FaultProxy dynamoDb() {
        return proxies.get("dynamodb");
    }

    /** Between the faulty functions and S3. */
    FaultProxy s3() {
        return proxies.get("s3");
    }

    /** What the apply says of one of its parts. */
    String output(String part, String name) {
        return outputs.object(part).orElseThrow().object("value").orElseThrow().string(name);
    }

    /** The address of a REST API's stage. */
    URI restApi(String id) {
        return cloud.endpoint().map(local -> local.resolve("/_aws/execute-api/" + id + "/v1/"))
                .orElseGet(() -> URI
                        .create("https://" + id + ".execute-api." + cloud.region() + ".amazonaws.com/v1/"));
    }

    /** Waits, and in the end says what the function has printed. */
    void await(String what, String function, Duration limit, Await.Question question) {
        try {
            Await.until(what, limit, question);
        } catch (AssertionError late) {
            String printed = cloud.printed(function);
            throw new AssertionError(
                    late.getMessage() + "\n" + printed.substring(Math.max(0, printed.length() - 4000)), late);
        }
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultProxy::close);
        cloud.close();
    }
}
