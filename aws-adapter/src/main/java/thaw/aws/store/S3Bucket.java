package thaw.aws.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import thaw.InferenceException;
import thaw.hosting.ObjectStore;

/** A bucket that models are fetched from: an object's version is its ETag. Thread-safe. */
public final class S3Bucket implements ObjectStore {

    private static final int CHANGED = 412;
    private static final int GONE = 404;
    private static final int FORBIDDEN = 403;
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final AwsClients clients;
    private final String bucket;

    /** Reads through that client, made with the first listing. */
    public S3Bucket(AwsClients clients, String bucket) {
        this.clients = Objects.requireNonNull(clients, "clients");
        this.bucket = Objects.requireNonNull(bucket, "bucket");
    }

    @Override
    public List<StoredObject> list(String prefix) {
        try {
            return clients.s3().listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
                    .contents().stream().map(S3Bucket::stored).toList();
        } catch (S3Exception refused) {
            throw failure(address(prefix), refused);
        } catch (SdkException failure) {
            throw AwsFailures.unavailable(address(prefix), failure);
        }
    }

    private static StoredObject stored(S3Object object) {
        return new StoredObject(object.key(), object.size(), object.eTag());
    }

    @Override
    public Range read(StoredObject object, long first, long last) throws Replaced {
        try {
            ResponseInputStream<GetObjectResponse> stream = clients.s3()
                    .getObject(request -> request.bucket(bucket).key(object.key()).ifMatch(object.version())
                            .range("bytes=" + first + "-" + last));
            return new Range(stream, digest(object, stream.response()));
        } catch (S3Exception refused) {
            if (refused.statusCode() == CHANGED || refused.statusCode() == GONE) {
                throw new Replaced(address(object.key()), refused);
            }
            throw failure(address(object.key()), refused);
        } catch (SdkException failure) {
            throw AwsFailures.unavailable(address(object.key()), failure);
        }
    }

    // An ETag is an MD5 unless the object was put in parts or is encrypted by KMS.
    private static Optional<Digest> digest(StoredObject object, GetObjectResponse response) {
        ServerSideEncryption encryption = response.serverSideEncryption();
        String eTag = object.version().replace("\"", "");
        return (encryption == null || encryption == ServerSideEncryption.AES256)
                && MD5.matcher(eTag).matches() ? Optional.of(new Digest(Algorithm.MD5, eTag))
                        : Optional.empty();
    }

    private static InferenceException failure(String place, S3Exception refused) {
        if (refused.statusCode() == FORBIDDEN) {
            return InferenceException.unavailable(place,
                    "this function's role may not read its model (" + AwsFailures.code(refused)
                            + "): it needs s3:ListBucket and s3:GetObject",
                    refused);
        }
        return S3Objects.failure(place, refused);
    }

    @Override
    public String address(String key) {
        return "s3://" + bucket + "/" + key;
    }
}
