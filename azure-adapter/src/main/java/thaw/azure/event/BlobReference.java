package thaw.azure.event;

import java.util.Objects;

/**
 * One version of a blob.
 *
 * @param account   its storage account
 * @param container in it
 * @param name      decoded
 * @param eTag      with its quotes; empty if what told of the blob names none
 * @param size      in bytes, -1 if it is not known
 */
public record BlobReference(String account, String container, String name, String eTag, long size) {

    public BlobReference {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(container, "container");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(eTag, "eTag");
        // Event Grid leaves the quotes out, HTTP wants them.
        eTag = eTag.isEmpty() || eTag.startsWith("\"") ? eTag : '"' + eTag + '"';
    }

    /** The version's own address: the same blob delivered twice has the same. */
    @Override
    public String toString() {
        String address = "azblob://" + account + "/" + container + "/" + name;
        return eTag.isEmpty() ? address : address + "?etag=" + eTag.replace("\"", "");
    }
}
