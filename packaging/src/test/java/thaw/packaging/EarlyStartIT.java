package thaw.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.model.ModelPackage;
import thaw.model.WeightsSum;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A session that begins beside the virtual machine: used if it is the one that is wanted, and never in the way. */
class EarlyStartIT {

    private static final String WARNING = "optimised model is not used";
    private static final String NATIVE = "-Donnxruntime.native.path=";
    private static final int MUTATIONS = 40;

    @TempDir
    static Path folder;

    private static PackageReport report;
    private static Path task;
    private static Path plan;
    private static Path model;
    private static byte[] wholePlan;
    private static byte[] wholeModel;
    private static Object expected;

    @BeforeAll
    static void packages() throws IOException {
        report = Packaged.packager().pack(
                Packaged.request("sentiment", Target.AWS_IMAGE, folder).archive(false).build(),
                Progress.NONE);
        task = report.folder().resolve("root").resolve(ImageRoot.TASK);
        plan = task.resolve("models/start.plan");
        model = task.resolve("models/sentiment/1/model.ort");
        wholePlan = Files.readAllBytes(plan);
        wholeModel = Files.readAllBytes(model);
        expected = Packaged.prediction("sentiment");
    }

    @AfterEach
    void repair() throws IOException {
        Files.write(plan, wholePlan);
        Files.write(model, wholeModel);
    }

    private static String started(String... options) throws IOException {
        return started(StartCommand.read(report.folder()).withOptions(List.of(options)));
    }

    private static String startedWith(UnaryOperator<String> change) throws IOException {
        StartCommand command = StartCommand.read(report.folder());
        return started(new StartCommand(command.target(), command.protocol(), command.function(),
                command.directory(), command.command().stream().map(change).toList(), command.environment(),
                "", command.request()));
    }

    private static String started(StartCommand command) {
        try (LocalStart instance = LocalStart.of(report.folder(), command, Map.of())) {
            Packaged.assertAnswers(expected, Packaged.lambdaAnswer(report, instance));
            Set<String> phases = instance.coldStart().orElseThrow().required("model_ms").keys();
            return phases + instance.output();
        }
    }

    private static boolean isEarly(String start) {
        return start.contains("early_session");
    }

    @Test
    void isTheSessionThatAnswers() throws IOException {
        String start = started();
        assertEquals(Packaged.startsEarly(), isEarly(start), start);
        assertFalse(start.contains(WARNING), start);
    }

    @Test
    void isNotUsedWithOtherThreads() throws IOException {
        String start = started("-XX:ActiveProcessorCount=3");
        assertFalse(isEarly(start) || start.contains(WARNING), start);
    }

    /** What one copy of ONNX Runtime has made is nothing to another. */
    @Test
    void isNotUsedOfAnotherCopyOfTheLibrary() throws IOException {
        Path copy = Packaged.copy(task.resolve("native"), folder.resolve("copy"));
        String start = startedWith(word -> word.startsWith(NATIVE) ? NATIVE + copy : word);
        assertFalse(isEarly(start) || start.contains(WARNING), start);
    }

    @Test
    void isFoundWhereverTheProcessIs() throws IOException {
        StartCommand command = StartCommand.read(report.folder());
        List<String> line = new ArrayList<>(command.command());
        line.set(0, report.folder().resolve("root/opt/java/bin/java").toString());
        line.replaceAll(word -> word.startsWith("-agentpath:")
                ? "-agentpath:" + task.resolve("native/libthaw_start.so") + "=" + plan
                : word.replace("lib/", task + "/lib/").replace("path=native", "path=" + task + "/native"));
        StartCommand elsewhere = new StartCommand(command.target(), command.protocol(), command.function(),
                "root/tmp", line, command.environment(), "", command.request());
        try (LocalStart instance = LocalStart.of(report.folder(), elsewhere,
                Map.of("THAW_MODELS", task.resolve("models").toString()))) {
            Packaged.assertAnswers(expected, Packaged.lambdaAnswer(report, instance));
            assertEquals(Packaged.startsEarly(), isEarly(instance.output()), instance::output);
        }
    }

    @Test
    void isNotUsedOfAFileThatWasChanged() throws IOException {
        List<WeightsSum.Region> weights = ModelPackage.open(model.getParent()).manifest().orElseThrow()
                .optimised().get(0).weights().orElseThrow().regions();
        int weight = (int) weights.get(weights.size() - 1).offset();
        for (int offset : new int[]{0, 8, 40, weight - 1, weight, weight + 3, wholeModel.length - 1}) {
            byte[] changed = wholeModel.clone();
            changed[offset] ^= 1;
            assertStartsFromTheOriginal(changed);
        }
        for (int length : new int[]{0, 1, wholeModel.length / 2, wholeModel.length - 1,
                wholeModel.length + 1}) {
            assertStartsFromTheOriginal(Arrays.copyOf(wholeModel, length));
        }
    }

    private static void assertStartsFromTheOriginal(byte[] content) throws IOException {
        Files.write(model, content);
        String start = started();
        assertTrue(start.contains(WARNING), start);
    }

    /** Of another model, another runtime, another processor, another machine; not a plan. */
    @ParameterizedTest
    @ValueSource(strings = {"rest 00000000", "weights 00000000", "runtime 9.9.9", "feature no_such",
            "processors 0", "library ../native/none.so", "model none.ort", "bytes 1", "thaw 1", "region 1",
            "region 18446744073709551615 2"})
    void isNotUsedByAPlanOfSomethingElse(String line) throws IOException {
        String name = line.substring(0, line.indexOf(' ') + 1);
        String text = new String(wholePlan, StandardCharsets.UTF_8);
        Files.writeString(plan, text.contains('\n' + name) && !name.equals("region ")
                ? text.replaceFirst("(?m)^" + name + ".*$", line)
                : text + line + '\n');
        String start = started();
        assertFalse(isEarly(start) || start.contains(WARNING), start);
    }

    @Test
    void needsNoPlan() throws IOException {
        Files.delete(plan);
        String start = started();
        assertFalse(isEarly(start) || start.contains(WARNING), start);
    }

    /** Plans that no packaging writes: whatever they say, the virtual machine starts, and ends as it should. */
    @Test
    void survivesDamagedPlans() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = Arrays.copyOf(wholePlan, 1 + random.nextInt(2 * wholePlan.length));
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(plan, damaged);
            assertEquals(0, ended(line -> List.of(line.get(0), agent(line), "-version")), () -> Arrays
                    .toString(damaged));
        }
    }

    private static String agent(List<String> line) {
        return line.stream().filter(word -> word.startsWith("-agentpath:")).findFirst().orElseThrow();
    }

    /** The session is still being opened then: the library must not be taken away from under it. */
    @Test
    void letsAProcessEndAsEver() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(1, ended(line -> {
                List<String> broken = new ArrayList<>(line);
                broken.set(broken.size() - 1, "no.such.Handler::handleRequest");
                return broken;
            }), "a handler that does not exist");
        }
        assertEquals(List.of(), Files.list(task).map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("hs_err") || name.startsWith("core")).toList());
    }

    private static int ended(UnaryOperator<List<String>> change) throws Exception {
        StartCommand command = StartCommand.read(report.folder());
        ProcessBuilder builder = new ProcessBuilder(change.apply(command.command())).directory(task.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(command.environment());
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9");
        Process process = builder.start();
        if (!process.waitFor(Duration.ofMinutes(2).toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("does not end");
        }
        return process.exitValue();
    }
}
