package thaw.aws.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import thaw.hosting.EntrySender;
import thaw.hosting.ResultDocument;

/**
 * Messages of a queue; in a FIFO queue the ordering key is the group, and a result sent twice counts once.
 *
 * @param clients to send with
 * @param url     of the queue
 */
record SqsSender(AwsClients clients, String url) implements EntrySender {

    private static final Pattern GROUP = Pattern.compile("[!-~]{1,128}");

    private boolean fifo() {
        return url.endsWith(".fifo");
    }

    @Override
    public Capacity capacity() {
        return new Capacity(10, 250 << 10, fifo());
    }

    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        List<SendMessageBatchRequestEntry> messages = new ArrayList<>();
        for (Entry entry : entries) {
            messages.add(message(Integer.toString(messages.size()), entry));
        }
        Map<Integer, String> refused = new TreeMap<>();
        AwsFailures.calling(toString(), () -> clients.sqs()
                .sendMessageBatch(request -> request.queueUrl(url).entries(messages)).failed())
                .forEach(failed -> refused.put(Integer.valueOf(failed.id()),
                        failed.code() + ": " + failed.message()));
        return refused;
    }

    private SendMessageBatchRequestEntry message(String id, Entry entry) {
        SendMessageBatchRequestEntry.Builder message = SendMessageBatchRequestEntry.builder().id(id)
                .messageBody(new String(entry.document(), StandardCharsets.UTF_8));
        if (fifo()) {
            String key = entry.orderingKey();
            message.messageGroupId(GROUP.matcher(key).matches() ? key : ResultDocument.hash(key))
                    .messageDeduplicationId(entry.uniqueKey());
        }
        return message.build();
    }

    @Override
    public String toString() {
        return "queue " + url;
    }
}
