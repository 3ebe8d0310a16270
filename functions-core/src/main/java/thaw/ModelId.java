package thaw;

import java.util.Objects;

/**
 * A model and its version: what a result names as its origin.
 *
 * @param name    as callers use it
 * @param version the folder's name in the repository
 */
public record ModelId(String name, String version) {

    public ModelId {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
    }

    // Written out, as hashCode: a record's own are made when they are first called, while a function starts.
    @Override
    public boolean equals(Object other) {
        return other instanceof ModelId that && name.equals(that.name) && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + version.hashCode();
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
