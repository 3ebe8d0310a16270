package thaw.aws.store;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import thaw.hosting.EntrySender;
import thaw.hosting.ResultDocument;
import thaw.json.JsonObject;

/**
 * Messages of a queue; in a FIFO queue the ordering key is the group, and a result sent twice counts once.
 *
 * @param clients to send with
 * @param url     of the queue
 */
record SqsSender(AwsClients clients, String url) implements EntrySender {

    private static final Pattern GROUP = Pattern.compile("[!-~]{1,128}");
    // The queue may be in another region than the function, and then the signature is for that.
    private static final Pattern REGIONAL = Pattern.compile("https://(?:.+\\.)?sqs\\.([a-z0-9-]+)\\..*");

    private boolean fifo() {
        return url.endsWith(".fifo");
    }

    @Override
    public Capacity capacity() {
        return new Capacity(10, 250 << 10, fifo());
    }

    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        List<Map<String, String>> messages = new ArrayList<>();
        for (Entry entry : entries) {
            messages.add(message(Integer.toString(messages.size()), entry));
        }
        JsonObject answer = AwsFailures.calling(toString(), () -> clients.json()
                .call(operation(System.getenv()), Map.of("QueueUrl", url, "Entries", messages)));
        Map<Integer, String> refused = AwsFailures.unspoken(entries.size());
        for (JsonObject failed : answer.objects("Failed")) {
            refused.put(Integer.valueOf(failed.string("Id")),
                    failed.string("Code", "") + ": " + failed.string("Message", ""));
        }
        answer.objects("Successful").forEach(stored -> refused.remove(Integer.valueOf(stored.string("Id"))));
        return refused;
    }

    JsonCalls.Operation operation(Map<String, String> environment) {
        String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL_SQS",
                environment.getOrDefault("AWS_ENDPOINT_URL", url));
        Matcher regional = REGIONAL.matcher(url);
        String region = regional.matches() ? regional.group(1)
                : environment.getOrDefault("AWS_REGION", "us-east-1");
        return new JsonCalls.Operation(URI.create(endpoint).resolve("/"), region, "sqs",
                "AmazonSQS.SendMessageBatch");
    }

    private Map<String, String> message(String id, Entry entry) {
        Map<String, String> message = new LinkedHashMap<>();
        message.put("Id", id);
        message.put("MessageBody", new String(entry.document(), StandardCharsets.UTF_8));
        if (fifo()) {
            String key = entry.orderingKey();
            message.put("MessageGroupId",
                    GROUP.matcher(key).matches() ? key : ResultDocument.hash(key));
            message.put("MessageDeduplicationId", entry.uniqueKey());
        }
        return message;
    }

    @Override
    public String toString() {
        return "queue " + url;
    }
}
