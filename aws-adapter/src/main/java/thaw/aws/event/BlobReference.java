package thaw.aws.event;

import java.util.Objects;

/**
 * One version of an object in S3.
 *
 * @param bucket    its name
 * @param key       decoded
 * @param versionId empty if the bucket keeps no versions; the text {@code null} for the one version that is written over as
 *                  long as the keeping of versions is suspended
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

    /** Whether its version is of these bytes for ever. */
    public boolean pinned() {
        return !versionId.isEmpty() && !versionId.equals("null");
    }

    /** The version's own address: the same object delivered twice has the same. */
    @Override
    public String toString() {
        String address = "s3://" + bucket + "/" + key;
        if (pinned()) {
            return address + "?versionId=" + versionId;
        }
        return eTag.isEmpty() ? address : address + "?etag=" + eTag;
    }
}
