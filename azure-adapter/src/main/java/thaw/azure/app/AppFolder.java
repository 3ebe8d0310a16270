package thaw.azure.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import thaw.json.Json;

/**
 * The folder that is deployed as a function app: {@code host.json}, a folder with {@code function.json} for the function and
 * for {@code warmup}, the adapter's jar and {@code lib} with all others. Immutable.
 *
 * @param source      what calls the function
 * @param access      which key a request must bring
 * @param routePrefix in front of every path; empty, so that clients of the inference protocol find it where they look
 * @param timeout     of an invocation
 * @param batch       most messages at a time
 */
public record AppFolder(AppSource source, AccessLevel access, String routePrefix, Duration timeout,
        int batch) {

    /** The jar that {@code scriptFile} names, beside {@code lib}. */
    public static final String JAR = "azure-adapter.jar";

    private static final JsonFactory FACTORY = new JsonFactory();

    public AppFolder {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(routePrefix, "routePrefix");
        Objects.requireNonNull(timeout, "timeout");
        if (batch < 1) {
            throw new IllegalArgumentException("expected a batch of at least one message, got " + batch);
        }
    }

    /** An app with what suits every plan: a function key, no prefix, five minutes, batches of a hundred. */
    public static AppFolder of(AppSource source) {
        return new AppFolder(source, AccessLevel.FUNCTION, "", Duration.ofMinutes(5), 100);
    }

    /** Only with that key. */
    public AppFolder access(AccessLevel level) {
        return new AppFolder(source, level, routePrefix, timeout, batch);
    }

    /** Below that prefix, such as {@code api}. */
    public AppFolder routePrefix(String prefix) {
        return new AppFolder(source, access, prefix, timeout, batch);
    }

    /** With that limit of an invocation. */
    public AppFolder timeout(Duration limit) {
        return new AppFolder(source, access, routePrefix, limit, batch);
    }

    /** With that many messages at a time. */
    public AppFolder batch(int messages) {
        return new AppFolder(source, access, routePrefix, timeout, messages);
    }

    /**
     * Writes the app, without models: these are added as {@code models/<model>/<version>}, unless they are elsewhere.
     *
     * @param adapter the adapter's own jar
     * @param others  all other jars; the library of annotations is left out, for the worker has it
     */
    public void write(Path folder, Path adapter, Collection<Path> others) {
        try {
            Path lib = Files.createDirectories(folder.resolve("lib"));
            Files.copy(adapter, folder.resolve(JAR), StandardCopyOption.REPLACE_EXISTING);
            for (Path jar : others) {
                if (!ofTheWorker(jar)) {
                    Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            writeDescriptions(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes {@code host.json} and each {@code function.json} alone. */
    public void writeDescriptions(Path folder) throws IOException {
        write(Files.createDirectories(folder).resolve("host.json"), HostJson.of(this));
        write(Files.createDirectories(folder.resolve(source.functionName())).resolve("function.json"),
                function());
        write(Files.createDirectories(folder.resolve("warmup")).resolve("function.json"), warmup());
    }

    private static boolean ofTheWorker(Path jar) {
        return jar.getFileName().toString().startsWith("azure-functions-java-");
    }

    private Map<String, Object> function() {
        Map<String, Object> function = description(source.entryPoint(), source.bindings(access));
        if (source.movesOn()) {
            // Only until a dead letter takes what fails: the function itself gives up after a few tries.
            Map<String, Object> retry = new LinkedHashMap<>();
            retry.put("strategy", "exponentialBackoff");
            retry.put("maxRetryCount", -1);
            retry.put("minimumInterval", "00:00:05");
            retry.put("maximumInterval", "00:05:00");
            function.put("retry", retry);
        }
        return function;
    }

    private static Map<String, Object> warmup() {
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("type", "warmupTrigger");
        binding.put("direction", "in");
        binding.put("name", "warmupContext");
        return description("thaw.azure.WarmupEntry.run", List.of(binding));
    }

    private static Map<String, Object> description(String entryPoint, List<Map<String, Object>> bindings) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("scriptFile", "../" + JAR);
        function.put("entryPoint", entryPoint);
        function.put("bindings", bindings);
        return function;
    }

    private static void write(Path file, Map<String, Object> tree) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator generator = FACTORY.createGenerator(out).useDefaultPrettyPrinter()) {
            Json.write(generator, tree);
        }
    }
}
