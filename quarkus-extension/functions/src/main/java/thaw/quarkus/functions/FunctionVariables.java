package thaw.quarkus.functions;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.eclipse.microprofile.config.Config;
import thaw.quarkus.runtime.ModelPlace;

/**
 * A function's settings as its adapter reads them. {@code quarkus.thaw.model} is {@code THAW_MODEL},
 * {@code quarkus.thaw.sink.results} is {@code THAW_SINK_RESULTS}, and so on; where the models are at run time is
 * {@code quarkus.thaw.folder}, or what the build laid beside the application. A variable {@code THAW_*} of the
 * environment is stronger: Terraform sets those.
 */
public final class FunctionVariables {

    private static final String PREFIX = "quarkus.thaw.";
    private static final String VARIABLES = "QUARKUS_THAW_";
    private static final String OWN = "THAW_";
    private static final String MODELS = "THAW_MODELS";
    /** What the extension reads itself, some of it when the application is built. */
    private static final Set<String> OTHERS = Set.of(MODELS, "THAW_OPTIMISE", "THAW_LOAD",
            "THAW_MEMORY");

    private FunctionVariables() {}

    /** The environment, and below it what the configuration says. */
    public static Map<String, String> of(Config config, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                config.getOptionalValue(name, String.class)
                        .ifPresent(value -> put(variables, name.substring(PREFIX.length()), value));
            }
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(VARIABLES)) {
                put(variables, name.substring(VARIABLES.length()), value);
            }
        });
        variables.putAll(environment);
        if (!variables.containsKey(MODELS)) {
            ModelPlace.packaged().ifPresent(folder -> variables.put(MODELS, folder.toString()));
        }
        return variables;
    }

    private static void put(Map<String, String> variables, String name, String value) {
        String variable = OWN + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        if (!OTHERS.contains(variable)) {
            variables.put(variable.equals("THAW_FOLDER") ? MODELS : variable, value);
        }
    }
}
