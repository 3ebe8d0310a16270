package thaw.aws.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import thaw.InferenceException;
import thaw.aws.event.BlobReference;
import thaw.aws.event.BlobSource;
import thaw.hosting.WholeStream;

/**
 * Reads objects of S3, each as the very version that an event named. Tells apart what is gone for good (set aside), what
 * the function may not read and what is too busy (both come again). Thread-safe.
 */
public final class S3Objects implements BlobSource {

    private final AwsClients clients;

    /** Reads through that client, made with the first object. */
    public S3Objects(AwsClients clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
    }

    @Override
    public InputStream open(BlobReference object) {
        GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(object.bucket())
                .key(object.key());
        if (!object.versionId().isEmpty()) {
            request.versionId(object.versionId());
        }
        if (!object.pinned() && !object.eTag().isEmpty()) {
            // Without versions, the bytes that the event was about may have been replaced since.
            request.ifMatch("\"" + object.eTag() + "\"");
        }
        try {
            return new Connection(clients.s3().getObject(request.build()));
        } catch (S3Exception refused) {
            throw failure(object.toString(), refused);
        } catch (SdkException failure) {
            throw AwsFailures.unavailable(object.toString(), failure);
        }
    }

    /** What an answer of S3 means for an object that an event named. */
    static InferenceException failure(String place, S3Exception refused) {
        String code = AwsFailures.code(refused);
        return switch (refused.statusCode()) {
            case 404 -> code.equals("NoSuchBucket") ? AwsFailures.unavailable(place, refused)
                    : InferenceException.notFound(place, "the object was deleted (" + code + ")");
            case 405 -> InferenceException.notFound(place, "the object was deleted (delete marker)");
            case 412 -> InferenceException.notFound(place,
                    "the object was replaced since, and the bucket keeps no versions");
            case 301, 307, 400 -> elsewhere(place, refused, code);
            case 403 -> forbidden(place, refused, code);
            default -> AwsFailures.unavailable(place, refused);
        };
    }

    private static InferenceException elsewhere(String place, S3Exception refused, String code) {
        String region = refused.awsErrorDetails() == null ? ""
                : refused.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region")
                        .orElse("");
        boolean wrong = !region.isEmpty() || code.equals("PermanentRedirect")
                || code.equals("AuthorizationHeaderMalformed")
                || code.equals("IllegalLocationConstraintException");
        if (!wrong) {
            return AwsFailures.unavailable(place, refused);
        }
        return InferenceException.unavailable(place, "the bucket is in another region"
                + (region.isEmpty() ? "" : ", " + region) + ": deploy the function there", refused);
    }

    private static InferenceException forbidden(String place, S3Exception refused, String code) {
        if (code.equals("InvalidObjectState")) {
            return InferenceException.unsupported(place,
                    "the object is archived, and must be restored first");
        }
        return InferenceException.unavailable(place, "this function's role may not read it (" + code
                + "): it needs s3:GetObject and s3:GetObjectVersion, kms:Decrypt for an encrypted one, and "
                + "s3:ListBucket to be told that an object was deleted", refused);
    }

    /** A stream that gives the connection up, rather than read a large object to its end, when it is left early. */
    private static final class Connection extends FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> response;
        private boolean ended;

        Connection(ResponseInputStream<GetObjectResponse> response) {
            super(new WholeStream(response,
                    Optional.ofNullable(response.response().contentLength()).orElse(-1L)));
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                response.abort();
            }
            response.close();
        }
    }
}
