package thaw.aws.store;

import java.util.List;
import java.util.Map;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import thaw.InferenceException;
import thaw.hosting.Backoff;
import thaw.hosting.ParallelPuts;
import thaw.hosting.ResultDocument;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * One JSON object per result under a prefix, put on the condition that its name is new. The name is what is readable of
 * the event id and a hash of the key. Thread-safe.
 */
final class S3Folder implements SinkWriter {

    private static final int READABLE = 80;
    private static final int PAYLOAD_BYTES = 16 << 20;
    private static final int EXISTS = 412;
    private static final int CONFLICT = 409;

    private final AwsClients clients;
    private final String bucket;
    private final String prefix;
    private final ParallelPuts puts;

    /** Objects at {@code bucket/prefix}. */
    S3Folder(AwsClients clients, String place) {
        int slash = place.indexOf('/');
        this.clients = clients;
        this.bucket = slash < 0 ? place : place.substring(0, slash);
        this.prefix = slash < 0 ? ""
                : place.substring(slash + 1).replaceFirst("/*$", "/").replaceFirst("^/", "");
        this.puts = new ParallelPuts("s3://" + place, this::put);
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        return puts.store(records);
    }

    private void put(ResultRecord record) {
        String key = prefix + name(record);
        PutObjectRequest request = PutObjectRequest.builder().bucket(bucket).key(key).ifNoneMatch("*")
                .contentType("application/json").build();
        byte[] document = ResultDocument.json(record, PAYLOAD_BYTES);
        String address = "s3://" + bucket + "/" + key;
        for (int tries = 1; !put(request, document, address, tries); tries++) {
            Backoff.await(tries, address);
        }
    }

    /** Whether it is there now. */
    private boolean put(PutObjectRequest request, byte[] document, String address, int tries) {
        try {
            clients.s3().putObject(request, RequestBody.fromBytes(document));
            return true;
        } catch (SdkException failure) {
            int status = failure instanceof S3Exception refused ? refused.statusCode() : 0;
            // Another delivery is putting it at this very moment, and may yet fail.
            if (status == CONFLICT && tries < Backoff.TRIES) {
                return false;
            }
            if (status == EXISTS) {
                return true;
            }
            throw AwsFailures.unavailable(address, failure);
        }
    }

    private static String name(ResultRecord record) {
        String safe = record.key().eventId().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-", "");
        return safe.substring(0, Math.min(READABLE, safe.length())) + "-" + ResultDocument.hash(record)
                + ".json";
    }

    @Override
    public void close() {
        puts.close();
    }
}
