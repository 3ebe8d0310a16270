package thaw.hosting;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

import thaw.FunctionDefinition;
import thaw.FunctionProviders;
import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelReference;
import thaw.Payload;
import thaw.Prediction;
import thaw.TriggerKind;
import thaw.telemetry.StructuredLog;

/**
 * The settings of a function in the environment, {@code THAW_*}, the same on every cloud; each wrong one is refused with
 * its name. Immutable.
 */
public final class FunctionSettings {

    private static final String MODEL = "THAW_MODEL";
    private static final String MODELS = "THAW_MODELS";
    private static final String TRIGGER = "THAW_TRIGGER";
    private static final String SINK = "THAW_SINK_";
    private static final String DEAD_LETTER = "THAW_DEAD_LETTER";
    private static final String LIMIT = "THAW_LIMIT_";

    private final Map<String, String> environment;
    private final Platform platform;

    /** What that environment sets, and the platform presets. */
    public FunctionSettings(Map<String, String> environment, Platform platform) {
        this.environment = Map.copyOf(environment);
        this.platform = Objects.requireNonNull(platform, "platform");
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::trim).filter(text -> !text.isEmpty());
    }

    private Optional<String> first(String name, List<String> others) {
        return value(name).or(() -> others.stream().flatMap(other -> value(other).stream()).findFirst());
    }

    /** The name in logs and metrics. */
    public String function() {
        return first("THAW_FUNCTION", platform.nameVariables()).orElse("function");
    }

    /** Lines of that level or graver are logged. */
    public StructuredLog.Level logLevel() {
        String level = first("THAW_LOG_LEVEL", platform.levelVariables()).orElse("INFO");
        return switch (level.toUpperCase(Locale.ROOT)) {
            case "TRACE", "DEBUG" -> StructuredLog.Level.DEBUG;
            case "WARN", "WARNING" -> StructuredLog.Level.WARN;
            case "ERROR", "FATAL" -> StructuredLog.Level.ERROR;
            default -> StructuredLog.Level.INFO;
        };
    }

    /** Where the models are: a folder, or {@code scheme://bucket/prefix}. */
    String models() {
        return value(MODELS).orElse(platform.models());
    }

    /** The place of the models in object storage, {@code bucket/prefix}; empty if they are in a folder. */
    Optional<String> remoteModels() {
        String models = models();
        int scheme = models.indexOf("://");
        if (scheme < 0) {
            return Optional.empty();
        }
        if (!models.substring(0, scheme).equals(platform.store()) || models.length() <= scheme + 3) {
            throw InferenceException.mismatch(MODELS,
                    "a folder or " + platform.store() + "://<bucket>/<prefix>", "'" + models + "'");
        }
        return Optional.of(models.substring(scheme + 3));
    }

    /** Pages that may call. */
    List<String> origins() {
        return list("THAW_CORS_ORIGINS");
    }

    /** What stands between the commas of a value, each once. */
    private List<String> list(String name) {
        return Arrays.stream(value(name).orElse("").split(",")).map(String::trim)
                .filter(part -> !part.isEmpty()).distinct().toList();
    }

    /** The places of sinks, by name as it is written in a variable. */
    Map<String, SinkPlace> sinks() {
        Map<String, SinkPlace> sinks = new HashMap<>();
        environment.forEach((name, text) -> {
            if (name.startsWith(SINK)) {
                sinks.put(name.substring(SINK.length()), place(name, text));
            }
        });
        return sinks;
    }

    Optional<SinkPlace> deadLetter() {
        return value(DEAD_LETTER).map(text -> place(DEAD_LETTER, text));
    }

    private SinkPlace place(String setting, String text) {
        return SinkPlace.parse(setting, text, platform.places());
    }

    /**
     * The function that a package is without code.
     *
     * @param trigger of the entry point that the platform calls
     */
    FunctionDefinition<Payload, Prediction> packageAlone(TriggerKind trigger) {
        requireTrigger(trigger);
        String model = value(MODEL).orElseThrow(() -> InferenceException.mismatch(MODEL,
                "the model's name, such as digits or digits@prod", "nothing"));
        FunctionDefinition.Builder<Payload, Prediction> builder = FunctionDefinition.on(trigger, function())
                .model(ModelReference.parse(model).toString()).limits(limits(Limits.ofDefaults()));
        Map<String, SinkPlace> places = sinks();
        for (String name : list("THAW_SINKS")) {
            SinkPlace place = Objects.requireNonNullElseGet(places.get(SinkNames.variable(name)), () -> {
                throw InferenceException.mismatch(SINK + SinkNames.variable(name),
                        "where the sink '" + name + "' is, since THAW_SINKS names it", "nothing");
            });
            builder.sink(place.sink(name));
        }
        return builder.build();
    }

    /**
     * What calls the function, for an entry point that takes everything: its provider says it, or else the environment; HTTP
     * unless told.
     */
    public TriggerKind trigger(ClassLoader providers) {
        return FunctionProviders.find(providers).<TriggerKind>map(FunctionDefinition::trigger)
                .orElseGet(this::toldTrigger);
    }

    private TriggerKind toldTrigger() {
        String told = value(TRIGGER).orElse(TriggerKind.HTTP.name());
        for (TriggerKind kind : TriggerKind.values()) {
            if (kind.name().equalsIgnoreCase(told)) {
                return kind;
            }
        }
        throw InferenceException.mismatch(TRIGGER, "http, blob or stream", "'" + told + "'");
    }

    private void requireTrigger(TriggerKind handler) {
        String told = value(TRIGGER).orElse(handler.name());
        if (!told.equalsIgnoreCase(handler.name())) {
            throw InferenceException.mismatch(TRIGGER,
                    handler.name().toLowerCase(Locale.ROOT) + ", as the handler is", "'" + told + "'");
        }
    }

    /** These limits, with what the environment says otherwise. */
    public Limits limits(Limits defaults) {
        Limits.Builder limits = defaults.toBuilder();
        limit("BODY_BYTES", limits::bodyBytes);
        limit("JSON_DEPTH", depth -> limits.jsonDepth(Math.toIntExact(depth)));
        limit("IMAGE_PIXELS", limits::imagePixels);
        limit("BATCH_ROWS", rows -> limits.batchRows(Math.toIntExact(rows)));
        limit("BATCH_MILLIS", millis -> limits.batchDelay(Duration.ofMillis(millis)));
        limit("TIME_SECONDS", seconds -> limits.time(Duration.ofSeconds(seconds)));
        limit("CONCURRENCY", runs -> limits.concurrency(Math.toIntExact(runs)));
        limit("QUEUE", waiting -> limits.queue(Math.toIntExact(waiting)));
        return limits.build();
    }

    private void limit(String name, LongFunction<Limits.Builder> setter) {
        value(LIMIT + name).ifPresent(text -> {
            long number;
            try {
                number = Long.parseLong(text);
                if (number <= 0 || number > Integer.MAX_VALUE && !name.endsWith("BYTES")) {
                    throw new NumberFormatException();
                }
            } catch (NumberFormatException invalid) {
                throw InferenceException.mismatch(LIMIT + name, "a whole number above 0", "'" + text + "'");
            }
            setter.apply(number);
        });
    }
}
