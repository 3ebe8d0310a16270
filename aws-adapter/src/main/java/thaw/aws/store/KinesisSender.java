package thaw.aws.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import thaw.hosting.EntrySender;
import thaw.hosting.ResultDocument;

/**
 * Records of a Kinesis stream; the ordering key is the partition key.
 *
 * @param clients to send with
 * @param stream  its name or ARN
 */
record KinesisSender(AwsClients clients, String stream) implements EntrySender {

    private static final int LONGEST_KEY = 256;

    @Override
    public Capacity capacity() {
        return new Capacity(500, 5 << 20, 1 << 20, true);
    }

    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        List<PutRecordsResultEntry> results = AwsFailures.calling(toString(), () -> put(entries));
        Map<Integer, String> refused = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            if (results.get(i).errorCode() != null) {
                refused.put(i, results.get(i).errorCode() + ": " + results.get(i).errorMessage());
            }
        }
        return refused;
    }

    private List<PutRecordsResultEntry> put(List<Entry> entries) {
        return clients.kinesis().putRecords(request -> {
            request.records(entries.stream().map(KinesisSender::record).toList());
            if (stream.startsWith("arn:")) {
                request.streamARN(stream);
            } else {
                request.streamName(stream);
            }
        }).records();
    }

    private static PutRecordsRequestEntry record(Entry entry) {
        String key = entry.orderingKey();
        return PutRecordsRequestEntry.builder().data(SdkBytes.fromByteArrayUnsafe(entry.document()))
                .partitionKey(key.length() > LONGEST_KEY ? ResultDocument.hash(key) : key).build();
    }

    @Override
    public String toString() {
        return "stream " + stream;
    }
}
