package thaw.cloud;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import thaw.json.Json;
import thaw.json.JsonObject;

/** A cloud that ran before these tests and goes on after them; what functions print is in its own logs. */
record RemoteCloud(Optional<URI> endpoint, Optional<String> account, Region region,
        AwsCredentialsProvider credentials) implements Cloud {

    /** What no local cloud checks. */
    static final AwsCredentialsProvider ANY = StaticCredentialsProvider
            .create(AwsBasicCredentials.create("test", "test"));

    /** One address for all services. */
    static RemoteCloud at(URI endpoint) {
        return new RemoteCloud(Optional.of(endpoint), Optional.empty(), Region.US_EAST_1, ANY);
    }

    /** An account of AWS, by the region and the credentials of this machine's own configuration. */
    static RemoteCloud ofAccount(String account) {
        return new RemoteCloud(Optional.empty(), Optional.of(account),
                new DefaultAwsRegionProviderChain().getRegion(),
                DefaultCredentialsProvider.builder().build());
    }

    @Override
    public String printed(String function) {
        Map<String, String> asked = new HashMap<>(Map.of("logGroupName", "/aws/lambda/" + function));
        StringBuilder printed = new StringBuilder();
        do {
            AwsRequest.Answer answer = AwsRequest.post(this, "logs", Json.bytes(asked))
                    .with("X-Amz-Target", "Logs_20140328.FilterLogEvents")
                    .with("Content-Type", "application/x-amz-json-1.1").required();
            JsonObject page = JsonObject.parse(answer.body(), "log events");
            page.objects("events").forEach(event -> printed.append(event.string("message")).append('\n'));
            asked.put("nextToken", page.string("nextToken", ""));
        } while (!asked.get("nextToken").isEmpty());
        return printed.toString();
    }

    @Override
    public void close() {
        // Not started here.
    }
}
