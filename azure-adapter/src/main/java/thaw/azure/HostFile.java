package thaw.azure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * What the Functions host is told in {@code host.json}, or by the settings that stand above it, as far as a function must
 * know it. Immutable.
 *
 * @param root        of the app
 * @param routePrefix in front of every path
 * @param timeout     of an invocation; empty if the host's own counts
 */
record HostFile(Path root, String routePrefix, Optional<Duration> timeout) {

    private static final Path USUAL_ROOT = Path.of("/home/site/wwwroot");
    private static final Pattern TIME = Pattern
            .compile("(?:(\\d{1,4})\\.)?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?");
    private static final String ABOVE = "AzureFunctionsJobHost__";

    static HostFile of(Map<String, String> environment) {
        Path root = root(environment);
        JsonObject file = read(root.resolve("host.json"));
        String prefix = file.object("extensions").flatMap(all -> all.object("http"))
                .map(http -> http.string("routePrefix", "api")).orElse("api");
        String timeout = environment.getOrDefault(ABOVE + "functionTimeout",
                file.string("functionTimeout", ""));
        return new HostFile(root,
                environment.getOrDefault(ABOVE + "extensions__http__routePrefix", prefix), duration(timeout));
    }

    private static Path root(Map<String, String> environment) {
        return Stream.of(Optional.ofNullable(environment.get("AzureWebJobsScriptRoot")).map(Path::of),
                around(1), around(2)).flatMap(Optional::stream)
                .filter(folder -> Files.exists(folder.resolve("host.json"))).findFirst().orElse(USUAL_ROOT);
    }

    /** The folder so many levels above this jar. */
    private static Optional<Path> around(int levels) {
        try {
            Path folder = Path.of(HostFile.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            for (int i = 0; i < levels && folder != null; i++) {
                folder = folder.getParent();
            }
            return Optional.ofNullable(folder);
        } catch (URISyntaxException unusual) {
            return Optional.empty();
        }
    }

    private static JsonObject read(Path file) {
        try {
            return Files.exists(file) ? JsonObject.parse(Files.readAllBytes(file), file.toString())
                    : JsonObject.of(Map.of(), file.toString());
        } catch (IOException failure) {
            throw InferenceException.unavailable(file.toString(), "cannot be read: " + failure, failure);
        }
    }

    /** {@code hh:mm:ss}, or with days {@code d.hh:mm:ss}; {@code -1} is without limit. */
    private static Optional<Duration> duration(String text) {
        if (text.isEmpty() || text.startsWith("-")) {
            return Optional.empty();
        }
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw InferenceException.mismatch("functionTimeout", "hh:mm:ss", "'" + text + "'");
        }
        return Optional.of(Duration.ofDays(number(time, 1)).plusHours(number(time, 2))
                .plusMinutes(number(time, 3)).plusSeconds(number(time, 4)));
    }

    private static long number(Matcher time, int group) {
        return time.group(group) == null ? 0 : Long.parseLong(time.group(group));
    }
}
