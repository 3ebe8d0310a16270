package thaw.gcp.event;

import java.util.Objects;

/**
 * One generation of an object in Cloud Storage.
 *
 * @param bucket     its name
 * @param name       of the object, decoded
 * @param generation a 64-bit integer as it is sent; empty if the event names none
 * @param size       in bytes, -1 if the event names none
 */
public record BlobReference(String bucket, String name, String generation, long size) {

    public BlobReference {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(generation, "generation");
    }

    /** The generation's own address, as Google's tools write it: the same object told of twice has the same. */
    @Override
    public String toString() {
        String address = "gs://" + bucket + "/" + name;
        return generation.isEmpty() ? address : address + "#" + generation;
    }
}
