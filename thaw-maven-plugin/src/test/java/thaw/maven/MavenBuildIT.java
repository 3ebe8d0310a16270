package thaw.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;
import thaw.packaging.PackageReport;
import thaw.packaging.PackageRequest;
import thaw.packaging.Packager;
import thaw.packaging.Platforms;
import thaw.packaging.Progress;
import thaw.packaging.Target;
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A project with the sample triage and one with a model alone, built by a Maven of its own with a local repository of its own. */
class MavenBuildIT {

    private static final String VERSION = System.getProperty("thaw.version");
    private static final Path HOME = Path.of(System.getProperty("thaw.home"));
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final List<String> MODULES = List.of("functions-core", "local-adapter", "aws-adapter",
            "azure-adapter", "gcp-adapter", "packaging", "thaw-maven-plugin");
    private static final List<String> PLATFORMS = List.of("aws", "aws-runtime", "azure", "container", "gcp",
            "gcp-runtime");
    // A container takes no function with a sink. Native executables need a builder and minutes.
    private static final List<String> ZIPS = List.of("aws-zip", "azure", "gcp-zip");
    private static final List<String> IMAGES = List.of("aws-image", "gcp");
    private static final String MODEL_ALONE = "container";

    @TempDir
    Path folder;

    @Test
    void packagesForEveryTargetTheBytesThatTheCommandPackages() throws Exception {
        Path projects = projects();
        build(projects);
        Path triage = projects.resolve("triage");
        assertSameBytes(triage, List.of("target/triage-1.jar", "models"), "triage", ZIPS);
        assertSameBytes(projects.resolve("risk"), List.of("models"), "risk", List.of(MODEL_ALONE));
        // That image stands for the others, which take seconds each.
        IMAGES.forEach(target -> assertTrue(
                Files.isRegularFile(triage.resolve("target/thaw/triage-" + target + "/triage.tar")), target));
        Path artefact = triage.resolve("target/thaw/triage-aws-zip");
        try (LocalStart instance = LocalStart.of(artefact, StartCommand.read(artefact), Map.of())) {
            Answer answer = instance.call(Files.readAllBytes(artefact.resolve("request.json")), LONGEST);
            // The model's sample is no patient: the function's own code says so.
            assertTrue(answer.ok() && answer.text().contains("measurements.patient: expected a string"),
                    () -> answer.text() + instance.output());
        }
    }

    private void build(Path projects) throws Exception {
        Path log = folder.resolve("build.log");
        ProcessBuilder maven = new ProcessBuilder(
                Path.of(System.getProperty("thaw.maven"), "bin", "mvn").toString(), "-B", "-s",
                settings().toString(), "-Dmaven.repo.local=" + installedModules(), "package")
                .directory(projects.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        // An image holds the runtime of the JDK that packages.
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process build = maven.start();
        try {
            assertTrue(build.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS), () -> text(log));
            assertEquals(0, build.exitValue(), () -> text(log));
        } finally {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
        }
    }

    private void assertSameBytes(Path project, List<String> paths, String function, List<String> targets)
            throws IOException {
        Packager command = new Packager(Platforms.ofClone(HOME));
        for (String target : targets) {
            Path made = project.resolve("target/thaw").resolve(function + "-" + target);
            PackageReport report = command.pack(
                    PackageRequest.of(paths.stream().map(project::resolve).toList(), Target.named(target),
                            folder.resolve("command")).archive(false).build(),
                    Progress.NONE);
            JsonObject details = JsonObject.parse(Files.readAllBytes(made.resolve(PackageReport.FILE)),
                    target);
            assertEquals(report.sha256(), details.string("sha256"), target);
            assertArrayEquals(Files.readAllBytes(report.folder().resolve("bom.json")),
                    Files.readAllBytes(made.resolve("bom.json")), target);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    // What "mvn install" would put there, without touching the repository of whoever builds.
    private Path installedModules() throws IOException {
        Path repository = folder.resolve("repository");
        install(repository, "thaw-parent", HOME.resolve("pom.xml"), "pom");
        for (String module : MODULES) {
            Path place = HOME.resolve(module);
            install(repository, module, place.resolve("pom.xml"), "pom");
            install(repository, module, place.resolve("target/" + module + "-" + VERSION + ".jar"), "jar");
        }
        for (String platform : PLATFORMS) {
            install(repository, "platform-" + platform,
                    HOME.resolve("packaging/platforms").resolve(platform).resolve("pom.xml"), "pom");
        }
        return repository;
    }

    private static void install(Path repository, String artifact, Path file, String type) throws IOException {
        Path to = repository.resolve("dev/thaw").resolve(artifact).resolve(VERSION)
                .resolve(artifact + "-" + VERSION + "." + type);
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
    }

    // All else is on this machine, since the build that runs this has used it.
    private Path settings() throws IOException {
        String here = Path.of(System.getProperty("thaw.repository")).toUri().toString();
        return Files.writeString(folder.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>" + here
                        + "</url></mirror></mirrors></settings>");
    }

    private Path projects() throws IOException {
        Path projects = folder.resolve("projects");
        Path triage = projects.resolve("triage");
        copy(HOME.resolve("samples/triage/src/main"), triage.resolve("src/main"));
        copy(SampleData.models().resolve("risk"), triage.resolve("models/risk"));
        copy(SampleData.models().resolve("risk"), projects.resolve("risk/models/risk"));
        for (String pom : List.of("pom.xml", "triage/pom.xml", "risk/pom.xml")) {
            String text = new String(
                    MavenBuildIT.class.getResourceAsStream("/projects/" + pom).readAllBytes(),
                    StandardCharsets.UTF_8);
            Files.writeString(projects.resolve(pom), text.replace("@version@", VERSION));
        }
        return projects;
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(from)) {
            all = paths.toList();
        }
        for (Path path : all) {
            Path copy = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(path, copy);
            }
        }
    }
}
