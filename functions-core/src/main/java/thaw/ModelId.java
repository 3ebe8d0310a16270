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

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
