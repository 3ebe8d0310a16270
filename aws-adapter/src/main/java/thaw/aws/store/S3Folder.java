package thaw.aws.store;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import thaw.InferenceException;
import thaw.hosting.Backoff;
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

    /** Objects at {@code bucket/prefix}. */
    S3Folder(AwsClients clients, String place) {
        int slash = place.indexOf('/');
        this.clients = clients;
        this.bucket = slash < 0 ? place : place.substring(0, slash);
        this.prefix = slash < 0 ? ""
                : place.substring(slash + 1).replaceFirst("/*$", "/").replaceFirst("^/", "");
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        // Behind a failure nothing is tried: what is too busy for one is for the next, and an order is kept.
        for (int i = 0; i < records.size() && failures.isEmpty(); i++) {
            String key = prefix + name(records.get(i));
            try {
                put(key, records.get(i));
            } catch (SdkException failure) {
                failAll(failures, i, records.size(),
                        AwsFailures.unavailable("s3://" + bucket + "/" + key, failure));
            }
        }
        return failures;
    }

    private static void failAll(Map<Integer, InferenceException> failures, int from, int to,
            InferenceException cause) {
        for (int i = from; i < to; i++) {
            failures.put(i, cause);
        }
    }

    private void put(String key, ResultRecord record) {
        PutObjectRequest request = PutObjectRequest.builder().bucket(bucket).key(key).ifNoneMatch("*")
                .contentType("application/json").build();
        byte[] document = ResultDocument.json(record, PAYLOAD_BYTES);
        for (int tries = 1;; tries++) {
            try {
                clients.s3().putObject(request, RequestBody.fromBytes(document));
                return;
            } catch (S3Exception refused) {
                if (refused.statusCode() == EXISTS) {
                    return;
                }
                // Another delivery is putting it at this very moment, and may yet fail.
                if (refused.statusCode() != CONFLICT || tries == Backoff.TRIES) {
                    throw refused;
                }
                Backoff.await(tries, "s3://" + bucket + "/" + key);
            }
        }
    }

    private static String name(ResultRecord record) {
        String safe = record.key().eventId().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-", "");
        return safe.substring(0, Math.min(READABLE, safe.length())) + "-" + ResultDocument.hash(record)
                + ".json";
    }
}
