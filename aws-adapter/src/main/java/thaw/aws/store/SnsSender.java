package thaw.aws.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import thaw.hosting.EntrySender;
import thaw.hosting.ResultDocument;

/**
 * Messages of a topic.
 *
 * @param clients to send with
 * @param topic   its ARN
 */
record SnsSender(AwsClients clients, String topic) implements EntrySender {

    private boolean fifo() {
        return topic.endsWith(".fifo");
    }

    @Override
    public Capacity capacity() {
        return new Capacity(10, 250 << 10, fifo());
    }

    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        List<PublishBatchRequestEntry> messages = new ArrayList<>();
        for (Entry entry : entries) {
            PublishBatchRequestEntry.Builder message = PublishBatchRequestEntry.builder()
                    .id(Integer.toString(messages.size())).subject("Thaw")
                    .message(new String(entry.document(), StandardCharsets.UTF_8));
            if (fifo()) {
                message.messageGroupId(ResultDocument.hash(entry.orderingKey()))
                        .messageDeduplicationId(entry.uniqueKey());
            }
            messages.add(message.build());
        }
        PublishBatchResponse answer = AwsFailures.calling(toString(), () -> clients.sns()
                .publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(messages)));
        Map<Integer, String> refused = AwsFailures.unspoken(entries.size());
        answer.failed().forEach(failed -> refused.put(Integer.valueOf(failed.id()),
                failed.code() + ": " + failed.message()));
        answer.successful().forEach(stored -> refused.remove(Integer.valueOf(stored.id())));
        return refused;
    }

    @Override
    public String toString() {
        return "topic " + topic;
    }
}
