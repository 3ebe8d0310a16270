package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.RecordedEvents;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every mistake of a user gets one line that names the culprit, and its exit code. */
class UserErrorsTest {

    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final int INVALID_MODEL = 3;

    @TempDir
    Path folder;
    private int copies;

    @TestFactory
    Stream<DynamicTest> ofTheCommandLine() {
        String digits = CommandRun.MODELS.resolve("digits").toString();
        String all = CommandRun.MODELS.toString();
        return Stream.of(
                error(USAGE, "expected a command"),
                error(USAGE, "'inspct'", "inspct", "x"),
                error(USAGE, "did you mean '--json'?", "inspect", "--jso", digits),
                error(USAGE, "'PATH'", "inspect"),
                error(USAGE, "'INPUT'", "predict", digits),
                error(USAGE, "function's jar", "inspect", "function.jar"),
                error(USAGE, "expected --model with one of digits, risk, sentiment", "predict", all, "x"),
                error(USAGE, "'--threads': expected 1 or more, got 0", "predict", digits, "x", "--threads",
                        "0"),
                error(USAGE, "'--threads'", "predict", digits, "x", "--threads", "many"),
                error(USAGE, "limit 'size': expected one of allowNonFinite", "predict", digits, "x",
                        "--limit",
                        "size=1"),
                error(USAGE, "limit 'time': expected a time such as 20ms", "predict", digits, "x", "--limit",
                        "time=fast"),
                error(USAGE, "limit 'bodyBytes': expected a number of bytes", "predict", digits, "x",
                        "--limit", "bodyBytes=-1"),
                error(USAGE, "limit 'concurrency': expected more than 0, got 0", "predict", digits, "x",
                        "--limit", "concurrency=0"),
                error(USAGE, "limit 'allowNonFinite': expected true or false", "predict", digits, "x",
                        "--limit", "allowNonFinite=perhaps"),
                error(USAGE, "(SHELL): expected one of [BASH, ZSH]", "completion", "fish"));
    }

    @TestFactory
    Stream<DynamicTest> ofTheInput() throws IOException {
        String digits = CommandRun.MODELS.resolve("digits").toString();
        String risk = CommandRun.MODELS.resolve("risk").toString();
        Path text = Files.writeString(folder.resolve("note.txt"), "not a picture");
        Path features = Files.writeString(folder.resolve("features.json"), "{\"mean radius\": \"wide\"}");
        return Stream.of(
                error(FAILURE, "nowhere.png: does not exist", "predict", digits, "nowhere.png"),
                error(FAILURE, "expected a file, got a folder", "predict", digits, folder.toString()),
                error(FAILURE, text + ": ", "predict", digits, text.toString()),
                error(FAILURE, "mean radius", "predict", risk, features.toString()),
                error(FAILURE, "empty", "predict", digits, "-"),
                error(FAILURE, "model 'cats'", "predict", digits, "x", "--model", "cats"),
                error(FAILURE, "version '9'", "predict", digits, "x", "--model", "digits@9"));
    }

    @TestFactory
    Stream<DynamicTest> ofAReplay() throws IOException {
        String all = CommandRun.MODELS.toString();
        String queue = event("sqs/messages");
        String upload = event("s3/encoded-key");
        String note = Files.writeString(folder.resolve("note.json"), "no JSON").toString();
        String other = Files.writeString(folder.resolve("other.json"), "{\"a\": 1}").toString();
        String settings = Files.writeString(folder.resolve("a.env"), "A=1\n\nTHAW_MODEL digits\n").toString();
        String sink = Files.writeString(folder.resolve("b.env"), "THAW_SINK_X=redis:x\n").toString();
        String jar = FunctionJarFile.write(folder.resolve("f.jar"), FunctionJarFile.Forgetful.class)
                .toString();
        return Stream.of(
                replay(USAGE, "'--target=CLOUD'", queue),
                replay(USAGE, "'--target'", queue, "--target", "abacus"),
                replay(USAGE, "expected --models", queue, "--target", "aws"),
                replay(USAGE, "expected --model with one of digits, risk, sentiment", queue, "--target",
                        "aws", "--models", all),
                replay(USAGE, "'--time': expected 1 or more", queue, "--target", "aws", "--models", all,
                        "--model", "risk", "--time", "0"),
                replay(FAILURE, "nothing.json: does not exist", "nothing.json", "--target", "aws"),
                replay(FAILURE, "expected a file, got a folder", folder.toString(), "--target", "aws"),
                replay(FAILURE, "event", note, "--target", "aws", "--models", all),
                replay(FAILURE, "or --trigger", other, "--target", "aws", "--models", all),
                replay(FAILURE, "a.env, line 3: expected NAME=value", queue, "--target", "aws",
                        "--env-file", settings),
                replay(FAILURE, "THAW_SINK_X: expected dynamodb:<table>", queue, "--target", "aws",
                        "--models", all, "--model", "sentiment", "--env-file", sink),
                replay(FAILURE, "model 'cats'", queue, "--target", "aws", "--models", all, "--model", "cats"),
                replay(INVALID_MODEL, "does not exist", queue, "--target", "aws", "--models",
                        folder.resolve("nowhere").toString(), "--model", "cats"),
                replay(FAILURE, "expected a folder with the event's objects", upload, "--target", "aws",
                        "--models", all, "--model", "digits", "--objects", note),
                replay(FAILURE, "expected a sink", upload, "--target", "aws", "--models", all, "--function",
                        jar, "--objects", folder.toString()));
    }

    private static DynamicTest replay(int exitCode, String fragment, String... arguments) {
        return error(exitCode, fragment,
                Stream.concat(Stream.of("replay"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String event(String name) throws IOException {
        return Files.write(folder.resolve(name.replace('/', '-') + ".json"),
                RecordedEvents.bytes("aws/" + name)).toString();
    }

    @TestFactory
    Stream<DynamicTest> ofThePackage() {
        return Stream.of(
                invalid("does not exist", folder.resolve("nothing")),
                invalid("model.onnx", emptyFolder()),
                invalid("is empty", copy().with("model.onnx", "").folder()),
                invalid("model.onnx", copy().cutInHalf("model.onnx").folder()),
                invalid("model.onnx", copy().with("model.onnx", "<html>not found</html>").folder()),
                invalid("git lfs pull",
                        copy().with("model.onnx", "version https://git-lfs.github.com/spec/v1\n").folder()),
                invalid("expected a file ending in .onnx", copy().with("graph.pb", "x").folder()
                        .resolve("graph.pb")),
                invalid("model.json", copy().with("model.json", "{\"input\": ").folder()),
                invalid("expected an object", copy().with("model.json", "[]").folder()),
                invalid("labels.txt", copy().with("labels.txt", "").folder()),
                invalid("line 2", copy().with("labels.txt", "one\n\ntwo\n").folder()),
                invalid("one warmup.* file", copy().with("warmup.json", "{}").folder()),
                invalid("warmup.xyz", copy().without("warmup.png").with("warmup.xyz", "x").folder()),
                invalid("manifest.json", copy().with("manifest.json", "{}").folder()));
    }

    @TestFactory
    Stream<DynamicTest> ofWhatAPackageSays() {
        String input = CommandRun.SAMPLES.resolve("data/digits/digit-7-1635.png").toString();
        return Stream.of(
                unusable(input, "imag", copy().with("model.json", "{\"input\": {\"imag\": {}}}")),
                unusable(input, "width", copy().with("model.json",
                        "{\"input\": {\"image\": {\"width\": \"8\", \"height\": 8}}}")),
                unusable(input, "16", copy().with("model.json",
                        "{\"input\": {\"image\": {\"width\": 16, \"height\": 16, \"channels\": 1}}}")),
                unusable(input, "label", copy().with("labels.txt", "one\ntwo\n")),
                unusable(input, "warmup", copy().with("warmup.png", "not a picture")));
    }

    @TestFactory
    Stream<DynamicTest> ofAliases() {
        return Stream.of(
                invalid("aliases.json", versions("{\"prod\": ")),
                invalid("'7'", versions("{\"prod\": \"7\"}")),
                invalid("canary", versions("{\"canary\": {\"1\": 200}}")));
    }

    private Path versions(String aliases) {
        Path model = folder.resolve("versions" + copies++);
        PackageCopy.of("digits", model.resolve("1")).with("../aliases.json", aliases);
        return model;
    }

    private Path emptyFolder() {
        try {
            return Files.createDirectory(folder.resolve("empty"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private PackageCopy copy() {
        return PackageCopy.of("digits", folder.resolve("copy" + copies++));
    }

    private static DynamicTest invalid(String fragment, Path path) {
        return error(INVALID_MODEL, fragment, "inspect", path.toString());
    }

    private static DynamicTest unusable(String input, String fragment, PackageCopy copy) {
        return error(INVALID_MODEL, fragment, "predict", copy.toString(), input);
    }

    private static DynamicTest error(int exitCode, String fragment, String... arguments) {
        return DynamicTest.dynamicTest(exitCode + " " + fragment, () -> {
            CommandRun run = CommandRun.thaw(arguments);
            assertAll(() -> assertEquals(exitCode, run.exitCode(), run.err()),
                    () -> assertEquals(1, run.err().lines().count(), run.err()),
                    () -> assertTrue(run.err().startsWith("thaw: "), run.err()),
                    () -> assertTrue(run.err().contains(fragment), run.err()),
                    () -> assertFalse(run.err().contains("unexpected"), run.err()),
                    () -> assertEquals("", run.out()));
        });
    }
}
