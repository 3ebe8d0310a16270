package thaw.azure;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.telemetry.StructuredLog;

/**
 * The functions of this process, each opened once: the worker makes a new object of an entry point for every invocation, and
 * a model must not be loaded with it. Thread-safe.
 */
final class Functions {

    /** What a function is made of: the same settings, the same function. */
    private record Key(TriggerKind trigger, Map<String, String> settings) {}

    /** Those of the app's settings; the worker changes the environment once it knows which app it serves. */
    static final Functions OF_PROCESS = new Functions(System::getenv, Functions::opened);

    private final Map<Key, AzureFunction> opened = new HashMap<>();
    private final Supplier<Map<String, String>> environment;
    private final BiFunction<TriggerKind, Map<String, String>, AzureFunction> opener;

    /**
     * Functions of an environment.
     *
     * @param environment asked anew for each
     * @param opener      makes a function of it
     */
    Functions(Supplier<Map<String, String>> environment,
            BiFunction<TriggerKind, Map<String, String>, AzureFunction> opener) {
        this.environment = environment;
        this.opener = opener;
    }

    Map<String, String> environment() {
        return environment.get();
    }

    /** A setting that a {@code function.json} names, and the host does not hand on. */
    String setting(String name, String otherwise) {
        return environment().getOrDefault(name, otherwise);
    }

    /**
     * The function of the app's settings, opened now if it was not before.
     *
     * @throws InferenceException if a setting, the model or a sink is wrong, naming it; the next caller tries again
     */
    synchronized AzureFunction of(TriggerKind trigger) {
        Map<String, String> variables = environment();
        return opened.computeIfAbsent(new Key(trigger, settings(variables)),
                first -> opener.apply(trigger, variables));
    }

    private static Map<String, String> settings(Map<String, String> variables) {
        Map<String, String> settings = new TreeMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith("THAW_")) {
                settings.put(name, value);
            }
        });
        return settings;
    }

    private static AzureFunction opened(TriggerKind trigger, Map<String, String> variables) {
        try {
            return AzureFunction.of(variables).open(trigger);
        } catch (RuntimeException | Error failure) {
            StructuredLog.to(System.out, StructuredLog.Level.ERROR).log(StructuredLog.Level.ERROR,
                    "function cannot start", Map.of("reason", String.valueOf(failure.getMessage())));
            throw failure;
        }
    }

    synchronized void close() {
        opened.values().forEach(AzureFunction::close);
        opened.clear();
    }
}
