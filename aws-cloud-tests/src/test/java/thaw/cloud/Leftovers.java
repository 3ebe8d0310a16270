package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** What is in the cloud, by its own interfaces and not by what Terraform believes. */
final class Leftovers implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\"(?:name|logGroupName)\":\\s*\"([^\"]+)");

    private final LocalCloud cloud;
    private final Clients clients;
    private final IamClient iam;
    private final CloudWatchClient watch;
    private final EventBridgeClient rules;
    private final SnsClient topics;

    Leftovers(LocalCloud cloud) {
        this.cloud = cloud;
        this.clients = Clients.of(cloud);
        this.iam = Clients.with(IamClient.builder(), cloud);
        this.watch = Clients.with(CloudWatchClient.builder(), cloud);
        this.rules = Clients.with(EventBridgeClient.builder(), cloud);
        this.topics = Clients.with(SnsClient.builder(), cloud);
    }

    List<String> all() {
        return Stream.of(functions(), storage(), around()).flatMap(Supplier::get).toList();
    }

    private Supplier<Stream<String>> functions() {
        return () -> Stream.of(
                clients.lambda().listFunctions().functions().stream().map(one -> one.functionArn()),
                clients.lambda().listEventSourceMappings().eventSourceMappings().stream()
                        .map(one -> one.eventSourceMappingArn()),
                named("apigateway", request("/restapis").GET()),
                rules.listRules(list -> list.eventBusName("default")).rules().stream().map(one -> one.arn()),
                iam.listRoles().roles().stream().map(one -> one.arn()))
                .flatMap(all -> all);
    }

    private Supplier<Stream<String>> storage() {
        return () -> Stream.of(
                clients.s3().listBuckets().buckets().stream().map(one -> "bucket " + one.name()),
                clients.dynamoDb().listTables().tableNames().stream().map(name -> "table " + name),
                clients.kinesis().listStreams().streamNames().stream().map(name -> "stream " + name),
                clients.sqs().listQueues().queueUrls().stream(),
                topics.listTopics().topics().stream().map(one -> one.topicArn())).flatMap(all -> all);
    }

    private Supplier<Stream<String>> around() {
        return () -> Stream.of(
                named("logs", request("/").header("X-Amz-Target", "Logs_20140328.DescribeLogGroups")
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(BodyPublishers.ofString("{}"))),
                watch.describeAlarms().metricAlarms().stream().map(one -> one.alarmArn()),
                watch.listDashboards().dashboardEntries().stream().map(one -> one.dashboardArn()))
                .flatMap(all -> all);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(cloud.endpoint().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    // Services whose client is not among the SDK's modules that resolve together; nobody checks the signature here.
    private Stream<String> named(String service, HttpRequest.Builder request) {
        HttpRequest signed = request
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/"
                        + service + "/aws4_request, SignedHeaders=host, Signature=none")
                .build();
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(signed, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        service + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return NAME.matcher(answer.body()).results().map(found -> service + " " + found.group(1));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    @Override
    public void close() {
        Stream.of(iam, watch, rules, topics).forEach(client -> client.close());
    }
}
