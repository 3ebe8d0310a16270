package thaw.packaging;

import java.util.HashMap;
import java.util.Map;

import thaw.Sink;
import thaw.TriggerKind;

/** What Lambda tells a function, as far as it is known when it is packaged. */
final class AwsFunction {

    /** What runs our handlers where there is no AWS client: in images and native executables. */
    static final String PROGRAM = "thaw.aws.LambdaMain";
    static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

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
                "LAMBDA_TASK_ROOT", ".", "THAW_MODELS", draft.modelsPath()));
        if (!function.coded()) {
            environment.put("THAW_MODEL", function.model().toString());
        }
        environment.putAll(SinkVariables.of(draft, AwsFunction::standIn));
        return environment;
    }

    // So that a function whose code names a sink starts here; where results go is told when it is deployed.
    private static String standIn(Sink sink) {
        if (sink instanceof Sink.ToTable) {
            return "dynamodb:" + SinkVariables.STAND_IN;
        }
        return sink instanceof Sink.ToObject ? "s3://" + SinkVariables.STAND_IN
                : "kinesis:" + SinkVariables.STAND_IN;
    }
}
