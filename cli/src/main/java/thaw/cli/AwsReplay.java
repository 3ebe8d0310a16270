package thaw.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.aws.LambdaFunction;
import thaw.aws.event.EventKinds;
import thaw.aws.event.Invocation;
import thaw.json.Json;
import thaw.json.JsonObject;

/** Lambda's answers. */
final class AwsReplay implements ReplayTarget {

    private static final long MOST_BYTES = 6 << 20;
    private static final int REFUSED = 400;

    @Override
    public long mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public String rows() {
        return "dynamodb";
    }

    @Override
    public Optional<TriggerKind> trigger(byte[] event) {
        return EventKinds.of(event);
    }

    @Override
    public ReplayAnswer answer(Replay replay) {
        LambdaFunction.Builder builder = LambdaFunction.of(replay.environment()).log(replay.log())
                .metrics(new PrintStream(OutputStream.nullOutputStream())).classes(replay.classes())
                .places(replay.places());
        if (replay.trigger() == TriggerKind.BLOB && replay.objects().isEmpty()) {
            requireAccount();
        }
        replay.objects().ifPresent(
                folder -> builder.objects(object -> folder.open(object.bucket(), object.key())));
        try (LambdaFunction function = builder.open(replay.trigger())) {
            return answer(function, replay);
        }
    }

    // The SDK would look for a region for seconds, and then say so in twenty lines.
    private static void requireAccount() {
        boolean known = Stream.of("AWS_REGION", "AWS_PROFILE", "AWS_CONFIG_FILE").anyMatch(
                name -> System.getenv(name) != null) || System.getProperty("aws.region") != null
                || Files.exists(Path.of(System.getProperty("user.home"), ".aws", "config"));
        if (!known) {
            throw InferenceException.mismatch("event",
                    "--objects with a folder of the objects that it names, or AWS_REGION and credentials to "
                            + "read them from S3",
                    "neither");
        }
    }

    private static ReplayAnswer answer(LambdaFunction function, Replay replay) {
        try {
            byte[] document = function.answer(new ByteArrayInputStream(replay.event()),
                    new Invocation("replay", Deadline.after(replay.time())));
            return new ReplayAnswer(document, failed(JsonObject.parse(document, "answer")));
        } catch (InferenceException thrown) {
            return new ReplayAnswer(error(thrown), true);
        } catch (IOException unreadable) {
            return new ReplayAnswer(error(unreadable), true);
        }
    }

    private static boolean failed(JsonObject answer) {
        return answer.has("statusCode") ? answer.integer("statusCode", 100, 599) >= REFUSED
                : !answer.objects("batchItemFailures").isEmpty();
    }

    // As Lambda tells an exception to who called it.
    private static byte[] error(Exception thrown) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("errorMessage", String.valueOf(thrown.getMessage()));
        error.put("errorType", thrown.getClass().getName());
        return Json.bytes(error);
    }
}
