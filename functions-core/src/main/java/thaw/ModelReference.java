package thaw;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a definition or a request says of the model it wants.
 *
 * @param name    of the model
 * @param version a version or an alias; empty for the repository's choice: the alias {@code prod} if there is one,
 *                else the highest version
 */
public record ModelReference(String name, String version) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    public ModelReference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        requirePart("model name", name);
        if (!version.isEmpty()) {
            requirePart("model version", version);
        }
    }

    /** The repository's choice among the versions of that model. */
    public static ModelReference to(String name) {
        return new ModelReference(name, "");
    }

    /** Parses {@code name} or {@code name@version}. */
    public static ModelReference parse(String text) {
        int at = text.indexOf('@');
        return at < 0 ? to(text) : new ModelReference(text.substring(0, at), text.substring(at + 1));
    }

    private static void requirePart(String what, String value) {
        if (!PART.matcher(value).matches() || value.contains("..")) {
            throw InferenceException.notFound(what + " '" + value + "'",
                    "expected letters, digits, '.', '_' or '-', beginning with a letter or digit");
        }
    }

    // Written out, as hashCode: a record's own are made when they are first called, while a function starts.
    @Override
    public boolean equals(Object other) {
        return other instanceof ModelReference that && name.equals(that.name) && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + version.hashCode();
    }

    @Override
    public String toString() {
        return version.isEmpty() ? name : name + "@" + version;
    }
}
