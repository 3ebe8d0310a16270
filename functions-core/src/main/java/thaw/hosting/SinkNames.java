package thaw.hosting;

import java.util.Locale;

/** How a sink's name is written in a variable: in upper case, each other sign an underscore. */
final class SinkNames {

    private SinkNames() {}

    /** {@code HIGH_RISK} for {@code high-risk}. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
