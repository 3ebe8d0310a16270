package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import thaw.TriggerKind;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.Terraform;
import thaw.testing.Workplace;

/** All that these tests deploy, on one local cloud: applied once, and destroyed by the last test. */
final class Deployment implements AutoCloseable {

    private final LocalCloud cloud;
    private final FaultProxy dynamoDb;
    private final FaultProxy s3;
    private final Clients clients;
    private final Terraform terraform;
    private final JsonObject outputs;

    private Deployment(LocalCloud cloud) throws IOException {
        this.cloud = cloud;
        this.dynamoDb = FaultProxy.of(cloud.endpoint());
        this.s3 = FaultProxy.of(cloud.endpoint());
        this.clients = Clients.of(cloud);
        this.terraform = Terraform.in(root(), Map.of("endpoint", cloud.endpoint().toString(), "proxies",
                Json.text(Map.of("dynamodb", dynamoDb.address().toString(), "s3", s3.address().toString())),
                "packages",
                Json.text(
                        Map.of("digits", SampleZip.of("digits", TriggerKind.BLOB, "dynamodb", "sqs"),
                                "sentiment",
                                SampleZip.of("sentiment", TriggerKind.STREAM, "dynamodb", "kinesis", "sns",
                                        "sqs"),
                                "risk", SampleZip.of("risk", TriggerKind.HTTP), "probe",
                                SampleZip.probe()))));
        terraform.apply();
        this.outputs = terraform.outputs();
    }

    static Deployment start() {
        LocalCloud cloud = LocalCloud.start();
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
    private static Path root() throws IOException {
        Path infra = Terraform.infra("cloud");
        for (String example : new String[]{"digits", "sentiment", "risk"}) {
            Files.delete(infra.resolve("examples").resolve(example).resolve("provider.tf"));
        }
        Path root = infra.resolve("tests/cloud");
        Files.createDirectories(root.getParent());
        Workplace.copy(CloudParts.terraform().resolve("cloud"), root);
        return root;
    }

    LocalCloud cloud() {
        return cloud;
    }

    Clients clients() {
        return clients;
    }

    Terraform terraform() {
        return terraform;
    }

    /** Between the faulty functions and DynamoDB. */
    FaultProxy dynamoDb() {
        return dynamoDb;
    }

    /** Between the faulty functions and S3. */
    FaultProxy s3() {
        return s3;
    }

    /** What the apply says of one of its parts. */
    String output(String part, String name) {
        return outputs.object(part).orElseThrow().object("value").orElseThrow().string(name);
    }

    /** The address of a REST API's stage. */
    URI restApi(String id) {
        return cloud.endpoint().resolve("/_aws/execute-api/" + id + "/v1/");
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
        dynamoDb.close();
        s3.close();
        cloud.close();
    }
}
