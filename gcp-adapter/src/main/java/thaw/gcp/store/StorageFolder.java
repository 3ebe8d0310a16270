package thaw.gcp.store;

import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.hosting.ParallelPuts;
import thaw.hosting.ResultDocument;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * One JSON object per result under a prefix, written on the condition that its name is new. The name is what is readable of
 * the event id and a hash of the key. Thread-safe.
 */
final class StorageFolder implements SinkWriter {

    private static final int READABLE = 80;
    private static final int PAYLOAD_BYTES = 16 << 20;
    private static final int EXISTS = 412;

    private final GoogleClient client;
    private final String bucket;
    private final String prefix;
    private final ParallelPuts puts;

    /** Objects at {@code bucket/prefix}. */
    StorageFolder(GoogleClient client, String place) {
        int slash = place.indexOf('/');
        this.client = client;
        this.bucket = slash < 0 ? place : place.substring(0, slash);
        this.prefix = slash < 0 ? ""
                : place.substring(slash + 1).replaceFirst("/*$", "/").replaceFirst("^/", "");
        this.puts = new ParallelPuts("gs://" + bucket, this::put);
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        return puts.store(records);
    }

    @Override
    public void close() {
        puts.close();
    }

    private void put(ResultRecord record) {
        String name = prefix + name(record);
        String place = "gs://" + bucket + "/" + name;
        String path = "/upload/storage/v1/b/" + StorageObjects.coded(bucket)
                + "/o?uploadType=media&ifGenerationMatch=0&name=" + StorageObjects.coded(name);
        Exchange.Reply reply = client.send(Api.STORAGE, Exchange.post(client.address(Api.STORAGE, path),
                "application/json", ResultDocument.json(record, PAYLOAD_BYTES)), place);
        // There already: stored by another delivery, or by a try whose answer was lost.
        if (reply.refused() && reply.status() != EXISTS) {
            throw GoogleClient.unavailable(place, reply.status(), reply.reason(),
                    "roles/storage.objectCreator on the bucket");
        }
    }

    private static String name(ResultRecord record) {
        String safe = record.key().eventId().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-", "");
        return safe.substring(0, Math.min(READABLE, safe.length())) + "-" + ResultDocument.hash(record)
                + ".json";
    }
}
