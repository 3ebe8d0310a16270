package thaw.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import thaw.LoadedModel;
import thaw.ModelReference;
import thaw.Payload;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.model.Loading;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;
import thaw.predict.PackagePredictors;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Packages of the sample models, and what the models answer without any packaging. */
final class Packaged {

    static final Duration LONG = Duration.ofMinutes(2);

    private Packaged() {}

    static Packager packager() {
        return new Packager(Platforms.ofClone(Path.of(System.getProperty("thaw.home"))));
    }

    static PackageRequest.Builder request(String model, Target target, Path output) {
        return PackageRequest.of(List.of(SampleData.models().resolve(model)), target, output);
    }

    static PackageReport pack(String model, Target target, Path output) {
        return packager().pack(request(model, target, output).build(), Progress.NONE);
    }

    /** A folder in it as people name theirs, if file names can be such here. */
    static Path foreign(Path folder) {
        String name = "Bücher 模型";
        return folder.resolve(Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder()
                .canEncode(name) ? name : "with spaces");
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The answer of an artefact on Lambda to its own sample. */
    static Object lambdaAnswer(PackageReport report, LocalStart instance) {
        Answer answer = instance.call(bytes(report.folder().resolve("request.json")), LONG);
        if (!answer.ok()) {
            throw new AssertionError(answer.text() + instance.output());
        }
        JsonObject response = JsonObject.parse(answer.body(), "answer");
        byte[] body = response.flag("isBase64Encoded", false)
                ? Base64.getDecoder().decode(response.string("body"))
                : response.string("body").getBytes(StandardCharsets.UTF_8);
        return Json.parse(body, "body");
    }

    /** What {@code thaw predict} prints of a model's sample, without the input's name. */
    static Object prediction(String model) {
        Path path = SampleData.models().resolve(model);
        try (ModelCatalog catalog = ModelCatalog.of(ModelRepository.open(path), OnnxModelRuntime.ofDefaults())
                .predictors(PackagePredictors::create).loading(Loading.LAZY).open();
                var lease = catalog.lease(ModelReference.to(model))) {
            LoadedModel loaded = lease.loaded();
            Payload sample = ModelRepository.open(path).locate(loaded.model().id()).warmup().orElseThrow();
            var predictor = loaded.packagePredictor();
            return Json.parse(
                    Json.bytes(predictor.decode(loaded.model().infer(predictor.encode(sample))).fields()),
                    "prediction");
        }
    }

    /** Whether this machine has so few processors that a session begins beside the virtual machine. */
    static boolean startsEarly() {
        return Runtime.getRuntime().availableProcessors() <= 8;
    }

    /** That an answer has the fields of a prediction, whatever else it has. */
    static void assertAnswers(Object expected, Object actual) {
        ((Map<?, ?>) expected)
                .forEach((field, value) -> assertEquals(value, ((Map<?, ?>) actual).get(field),
                        actual::toString));
    }

    /** Classes of ours that an instance with {@code -Xlog:class+load} did not find in its archive. */
    static List<String> unarchived(LocalStart instance) {
        return instance.output().lines()
                .filter(line -> line.contains("[class,load]") && line.contains(" thaw."))
                .filter(line -> !line.contains("shared objects file") && !line.contains("$$Lambda")).toList();
    }

    /** Takes the right to write from everything below a folder, as Lambda mounts it. */
    static void readOnly(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.toList()) {
                Files.setPosixFilePermissions(path,
                        PosixFilePermissions.fromString(Files.isDirectory(path) ? "r-xr-xr-x" : "r--r--r--"));
            }
        }
    }

    /** Copies a folder, with the times of now. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
        return to;
    }

    /** The configuration of the one image of a layout. */
    static JsonObject config(Path layout) throws IOException {
        JsonObject index = JsonObject.parse(Files.readAllBytes(layout.resolve("index.json")), "index");
        JsonObject manifest = blob(layout, index.objects("manifests").get(0).string("digest"));
        return blob(layout, manifest.required("config").string("digest"));
    }

    private static JsonObject blob(Path layout, String digest) throws IOException {
        Path file = layout.resolve("blobs").resolve(digest.replace(':', '/'));
        return JsonObject.parse(Files.readAllBytes(file), digest);
    }

    /** Whether this user may run a program in a root of its own. */
    static boolean mayChangeRoot() throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("unshare", "--mount", "--root=/", "--wd=/", "true").inheritIO().start()
                    .waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** The start of an image's own program in its own root, with that option of the virtual machine. */
    static StartCommand inRoot(JsonObject config, StartCommand command, String option) {
        List<String> entry = new ArrayList<>(config.strings("Entrypoint"));
        entry.add(1, option);
        entry.addAll(config.strings("Cmd"));
        return new StartCommand(command.target(), command.protocol(), command.function(), "root",
                inRoot(config.string("WorkingDir"), entry), command.environment(), command.archive(),
                command.request());
    }

    /** The same start on another JDK. */
    static StartCommand on(Path jdk, StartCommand command) {
        List<String> line = new ArrayList<>(command.command());
        line.set(0, jdk.resolve("bin/java").toString());
        return new StartCommand(command.target(), command.protocol(), command.function(),
                command.directory(), line, command.environment(), command.archive(), command.request());
    }

    /** A JDK of the machine that is not the one that runs. */
    static Optional<Path> otherJdk() throws Exception {
        Path running = Path.of(System.getProperty("java.home")).toRealPath();
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getenv("JAVA_HOME_25")).map(Path::of).ifPresent(candidates::add);
        if (Files.isDirectory(Path.of("/usr/lib/jvm"))) {
            try (Stream<Path> all = Files.list(Path.of("/usr/lib/jvm"))) {
                all.sorted().forEach(candidates::add);
            }
        }
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate.resolve("release"))
                    && Files.isExecutable(candidate.resolve("bin/jlink"))
                    && !candidate.toRealPath().equals(running)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The line that runs a program as containers do: this folder its root, nothing to be written, the image's user. */
    static List<String> inRoot(String directory, List<String> program) {
        List<String> line = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c",
                "mount --bind . . && cd \"$PWD\" && mount -t proc proc proc && mount -o remount,ro,bind . "
                        + "&& exec unshare --root=. --wd=." + directory
                        + " --setgid=65532 --setuid=65532 \"$@\"",
                "sh"));
        line.addAll(program);
        return line;
    }
}
