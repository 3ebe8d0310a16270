package thaw.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelReference;
import thaw.Payload;
import thaw.Prediction;
import thaw.TriggerKind;
import thaw.aws.store.AwsSinks;
import thaw.aws.store.Locator;
import thaw.aws.store.SinkNames;
import thaw.telemetry.StructuredLog;

/** The settings of a function in the environment, each read once and refused with its name. Immutable. */
final class AwsSettings {

    private static final String MODEL = "THAW_MODEL";
    private static final String SINK = "THAW_SINK_";
    private static final String LIMIT = "THAW_LIMIT_";
    private static final String DEFAULT_MODELS = "/var/task/models";

    private final Map<String, String> environment;

    AwsSettings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::trim).filter(text -> !text.isEmpty());
    }

    /** The name in logs and metrics. */
    String function() {
        return value("THAW_FUNCTION").or(() -> value("AWS_LAMBDA_FUNCTION_NAME")).orElse("function");
    }

    /** Where the models are: a folder or {@code s3://bucket/prefix}. */
    String models() {
        return value("THAW_MODELS").orElse(DEFAULT_MODELS);
    }

    Optional<Locator> remoteModels() {
        return models().startsWith("s3://") ? Optional.of(Locator.parse("THAW_MODELS", models()))
                : Optional.empty();
    }

    /** Pages that may call. */
    List<String> origins() {
        return list("THAW_CORS_ORIGINS");
    }

    private List<String> list(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : value(name).orElse("").split(",")) {
            if (!part.isBlank()) {
                parts.add(part.trim());
            }
        }
        return parts;
    }

    StructuredLog.Level logLevel() {
        String level = value("AWS_LAMBDA_LOG_LEVEL").orElse("INFO").toUpperCase(Locale.ROOT);
        return switch (level) {
            case "TRACE", "DEBUG" -> StructuredLog.Level.DEBUG;
            case "WARN" -> StructuredLog.Level.WARN;
            case "ERROR", "FATAL" -> StructuredLog.Level.ERROR;
            default -> StructuredLog.Level.INFO;
        };
    }

    /** Whether this instance is being initialised for a snapshot. */
    boolean snapStart() {
        return value("AWS_LAMBDA_INITIALIZATION_TYPE").orElse("").equals("snap-start");
    }

    /** The places of sinks, by name as it is written in a variable. */
    Map<String, Locator> sinks() {
        Map<String, Locator> sinks = new HashMap<>();
        environment.forEach((name, text) -> {
            if (name.startsWith(SINK)) {
                sinks.put(name.substring(SINK.length()), Locator.parse(name, text));
            }
        });
        return sinks;
    }

    Optional<Locator> deadLetter() {
        return value("THAW_DEAD_LETTER").map(text -> Locator.parse("THAW_DEAD_LETTER", text));
    }

    /**
     * The function that a package is without code.
     *
     * @param trigger of the handler that Lambda calls
     */
    FunctionDefinition<Payload, Prediction> packageAlone(TriggerKind trigger) {
        requireTrigger(trigger);
        String model = value(MODEL).orElseThrow(() -> InferenceException.mismatch(MODEL,
                "the model's name, such as digits or digits@prod", "nothing"));
        FunctionDefinition.Builder<Payload, Prediction> builder = FunctionDefinition.on(trigger, function())
                .model(ModelReference.parse(model).toString()).limits(limits(Limits.ofDefaults()));
        Map<String, Locator> places = sinks();
        for (String name : list("THAW_SINKS")) {
            Locator place = Objects.requireNonNullElseGet(places.get(SinkNames.variable(name)), () -> {
                throw InferenceException.mismatch(SINK + SinkNames.variable(name),
                        "where the sink '" + name + "' is, since THAW_SINKS names it", "nothing");
            });
            builder.sink(AwsSinks.sinkFor(name, place));
        }
        return builder.build();
    }

    private void requireTrigger(TriggerKind handler) {
        String told = value("THAW_TRIGGER").orElse(handler.name());
        if (!told.equalsIgnoreCase(handler.name())) {
            throw InferenceException.mismatch("THAW_TRIGGER",
                    handler.name().toLowerCase(Locale.ROOT) + ", as the handler is", "'" + told + "'");
        }
    }

    /** These limits, with what the environment says otherwise. */
    Limits limits(Limits defaults) {
        Limits.Builder limits = defaults.toBuilder();
        limit("BODY_BYTES", limits::bodyBytes);
        limit("JSON_DEPTH", depth -> limits.jsonDepth(Math.toIntExact(depth)));
        limit("IMAGE_PIXELS", limits::imagePixels);
        limit("BATCH_ROWS", rows -> limits.batchRows(Math.toIntExact(rows)));
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
