package thaw.cloud;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sns.SnsClient;
import thaw.json.Json;

/** What is in the cloud, by its own interfaces and not by what Terraform believes. */
final class Leftovers implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\"(?:name|logGroupName)\":\\s*\"([^\"]+)");

    private final Cloud cloud;
    private final Clients clients;
    private final IamClient iam;
    private final CloudWatchClient watch;
    private final EventBridgeClient rules;
    private final SnsClient topics;

    private Leftovers(Cloud cloud) {
        this.cloud = cloud;
        this.clients = Clients.of(cloud);
        this.iam = Clients.with(IamClient.builder(), cloud);
        this.watch = Clients.with(CloudWatchClient.builder(), cloud);
        this.rules = Clients.with(EventBridgeClient.builder(), cloud);
        this.topics = Clients.with(SnsClient.builder(), cloud);
    }

    /** What there is now. */
    static List<String> of(Cloud cloud) {
        try (Leftovers leftovers = new Leftovers(cloud)) {
            return leftovers.all();
        }
    }

    private List<String> all() {
        return Stream.of(functions(), storage(), around()).flatMap(Supplier::get).toList();
    }

    private Supplier<Stream<String>> functions() {
        return () -> Stream.of(
                clients.lambda().listFunctions().functions().stream().map(one -> one.functionArn()),
                clients.lambda().listEventSourceMappings().eventSourceMappings().stream()
                        .map(one -> one.eventSourceMappingArn()),
                named("apigateway", AwsRequest.get(cloud, "apigateway", "/restapis")),
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
                named("logs", AwsRequest.post(cloud, "logs", Json.bytes(Map.of()))
                        .with("X-Amz-Target", "Logs_20140328.DescribeLogGroups")
                        .with("Content-Type", "application/x-amz-json-1.1")),
                watch.describeAlarms().metricAlarms().stream().map(one -> one.alarmArn()),
                watch.listDashboards().dashboardEntries().stream().map(one -> one.dashboardArn()))
                .flatMap(all -> all);
    }

    private static Stream<String> named(String service, AwsRequest request) {
        return NAME.matcher(request.required().text()).results().map(found -> service + " " + found.group(1));
    }

    @Override
    public void close() {
        Stream.of(iam, watch, rules, topics).forEach(client -> client.close());
    }
}
