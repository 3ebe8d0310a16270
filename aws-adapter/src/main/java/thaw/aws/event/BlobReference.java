package thaw.aws.event;

import java.util.Objects;

/**
 * One version of an object in S3.
 *
 * @param bucket    its name
 * @param key       decoded
 * @param versionId empty if the bucket keeps no versions
 * @param eTag      without quotes; empty if the event names none
 * @param size      in bytes, -1 if the event names none
 */
public record BlobReference(String bucket, String key, String versionId, String eTag, long size) {

    public BlobReference {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(versionId, "versionId");
        Objects.requireNonNull(eTag, "eTag");
    }

    /** The version's own address: the same object delivered twice has the same. */
    @Override
    public String toString() {
        String address = "s3://" + bucket + "/" + key;
        if (!versionId.isEmpty()) {
            return address + "?versionId=" + versionId;
        }
        return eTag.isEmpty() ? address : address + "?etag=" + eTag;
    }
}
