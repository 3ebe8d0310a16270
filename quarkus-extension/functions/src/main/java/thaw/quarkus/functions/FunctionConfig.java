package thaw.quarkus.functions;

import java.util.Map;
import java.util.Optional;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;

/** The names of a function's settings; {@link FunctionVariables} hands their values to the adapter, which checks them. */
@ConfigMapping(prefix = "quarkus.thaw")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface FunctionConfig {

    /**
     * The name in logs and metrics.
     */
    Optional<String> function();

    /**
     * The model of a function without code: {@code digits} or {@code digits@prod}.
     */
    Optional<String> model();

    /**
     * Where the models are at run time: a folder, or a place in the platform's object storage.
     */
    Optional<String> folder();

    /**
     * What calls a function without code: {@code http}, {@code blob} or {@code stream}.
     */
    Optional<String> trigger();

    /**
     * The names of the sinks of a function without code.
     */
    Optional<String> sinks();

    /**
     * Where a sink is, by its name.
     */
    Map<String, String> sink();

    /**
     * Where poison goes.
     */
    Optional<String> deadLetter();

    /**
     * Pages that may call.
     */
    Optional<String> corsOrigins();

    /**
     * Lines of that level or graver are logged.
     */
    Optional<String> logLevel();

    /**
     * What is accepted, for example {@code body-bytes}.
     */
    Map<String, String> limit();
}
