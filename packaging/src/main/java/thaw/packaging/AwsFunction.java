package thaw.packaging;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import thaw.Sink;
import thaw.TriggerKind;

/** What Lambda tells a function, as far as it is known when it is packaged. */
final class AwsFunction {

    static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** Ends the places that are not told: what is deployed must not have them. */
    static final String STAND_IN = "thaw-not-told";

    private AwsFunction() {}

    /** The handler of a trigger. */
    static String handler(TriggerKind trigger) {
        String type = switch (trigger) {
            case HTTP -> "HttpHandler";
            case BLOB -> "BlobHandler";
            case STREAM -> "StreamHandler";
        };
        return "thaw.aws." + type + "::handleRequest";
    }

    /** The variables that Lambda would set, and the function's own. */
    static Map<String, String> environment(Draft draft) {
        PackagedFunction function = draft.function();
        Map<String, String> environment = new HashMap<>(Map.of("AWS_LAMBDA_FUNCTION_NAME", function.name(),
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(draft.request().memory()), "AWS_REGION",
                "eu-west-1", "AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_EC2_METADATA_DISABLED", "true", "_HANDLER", handler(function.trigger()),
                "LAMBDA_TASK_ROOT", ".", "THAW_MODELS", "models"));
        if (!function.coded()) {
            environment.put("THAW_MODEL", function.model().toString());
        }
        environment.putAll(sinks(draft));
        return environment;
    }

    private static Map<String, String> sinks(Draft draft) {
        Map<String, String> environment = new HashMap<>();
        draft.function().sinks()
                .forEach(sink -> environment.put("THAW_SINK_" + variable(sink.name()), standIn(sink)));
        StringBuilder names = new StringBuilder();
        for (SinkOption sink : draft.request().sinks()) {
            Optional<String> name = sink.name();
            if (name.isPresent() && sink.place().isPresent()) {
                names.append(names.isEmpty() ? "" : ",").append(name.get());
                environment.put("THAW_SINK_" + variable(name.get()), sink.place().get());
            }
        }
        if (!names.isEmpty() && !draft.function().coded()) {
            environment.put("THAW_SINKS", names.toString());
        }
        return environment;
    }

    // So that a function whose code names a sink starts here; where results go is told when it is deployed.
    private static String standIn(Sink sink) {
        if (sink instanceof Sink.ToTable) {
            return "dynamodb:" + STAND_IN;
        }
        return sink instanceof Sink.ToObject ? "s3://" + STAND_IN : "kinesis:" + STAND_IN;
    }

    private static String variable(String name) {
        return name.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
