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
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A project with the sample triage, built by a Maven of its own with a local repository of its own. */
class MavenBuildIT {

    private static final String VERSION = System.getProperty("thaw.version");
    private static final Path HOME = Path.of(System.getProperty("thaw.home"));
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Map<String, String> MODULES = Map.of("functions-core", "functions-core",
            "aws-adapter",
            "aws-adapter", "azure-adapter", "azure-adapter", "packaging", "packaging", "thaw-maven-plugin",
            "thaw-maven-plugin", "platform-aws",
            "packaging/platforms/aws", "platform-aws-runtime", "packaging/platforms/aws-runtime");

    @TempDir
    Path folder;

    @Test
    void packagesTheFunctionOfAProject() throws Exception {
        Path repository = installedModules();
        Path project = project();
        Path log = folder.resolve("build.log");
        Process build = new ProcessBuilder(Path.of(System.getProperty("thaw.maven"), "bin", "mvn").toString(),
                "-B",
                "-s", settings().toString(), "-Dmaven.repo.local=" + repository, "package")
                .directory(project.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertTrue(build.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS), () -> text(log));
            assertEquals(0, build.exitValue(), () -> text(log));
        } finally {
            build.descendants().forEach(ProcessHandle::destroyForcibly);
            build.destroyForcibly();
        }
        Path artefact = project.resolve("target/thaw/triage-aws-zip");
        try (LocalStart instance = LocalStart.of(artefact, StartCommand.read(artefact), Map.of())) {
            Answer answer = instance.call(Files.readAllBytes(artefact.resolve("request.json")), LONGEST);
            // The model's sample is no patient: the function's own code says so.
            assertTrue(answer.ok() && answer.text().contains("measurements.patient: expected a string"),
                    () -> answer.text() + instance.output());
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
        for (Map.Entry<String, String> module : MODULES.entrySet()) {
            Path place = HOME.resolve(module.getValue());
            install(repository, module.getKey(), place.resolve("pom.xml"), "pom");
            Path jar = place.resolve("target").resolve(module.getKey() + "-" + VERSION + ".jar");
            if (Files.isRegularFile(jar)) {
                install(repository, module.getKey(), jar, "jar");
            }
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

    private Path project() throws IOException {
        Path project = folder.resolve("project");
        copy(HOME.resolve("samples/triage/src/main"), project.resolve("src/main"));
        copy(SampleData.models().resolve("risk"), project.resolve("models/risk"));
        String pom = new String(MavenBuildIT.class.getResourceAsStream("/project.xml").readAllBytes(),
                StandardCharsets.UTF_8);
        Files.writeString(project.resolve("pom.xml"), pom.replace("@version@", VERSION));
        return project;
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
