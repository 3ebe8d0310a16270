package thaw.packaging;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.json.Json;
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Zips for Cloud Functions, taken as Google's Java buildpack takes them. */
class GcpZipIT {

    private static final int GOAL = 16 << 20;
    private static final String ENTRY = "thaw.gcp.CloudFunction";

    @TempDir
    Path folder;

    @Test
    void answersWhereTheBuildUnpacksItBehindTheInvokerThatTheBuildFetches() throws Exception {
        PackageReport report = Packaged.pack("digits", Target.GCP_ZIP, folder);
        Path workspace = unpacked(report.artefact(), folder.resolve("workspace"));
        String jar = theOnlyJar(workspace);
        assertFinds(ENTRY, workspace.resolve(jar));
        StartCommand command = in(workspace, StartCommand.read(report.folder()));
        assertEquals(List.of("--classpath", jar), command.command().subList(3, 5));
        try (LocalStart instance = LocalStart.of(report.folder(), command, Map.of())) {
            Answer answer = instance.call(Packaged.bytes(report.folder().resolve("request.json")),
                    Packaged.LONG);
            assertTrue(answer.ok(), () -> answer.text() + instance.output());
            Map<?, ?> actual = (Map<?, ?>) Json.parse(answer.body(), "answer");
            ((Map<?, ?>) Packaged.prediction("digits"))
                    .forEach((field, value) -> assertEquals(value, actual.get(field), actual::toString));
            assertTrue(instance.coldStart().isPresent(), instance::output);
        }
        assertEquals(ENTRY, report.handler());
        assertTrue(report.bytes() < GOAL, report.bytes() + " bytes");
        assertFalse(report.files().keySet().stream().anyMatch(GcpZipIT::isInvokers),
                report.files()::toString);
    }

    private static boolean isInvokers(String name) {
        return name.contains("invoker") || name.contains("functions-framework")
                || name.contains("cloudevents");
    }

    private static Path unpacked(Path zip, Path to) throws Exception {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = to.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                Files.copy(entries, path);
            }
        }
        return to;
    }

    /** What the buildpack takes for the class path; it refuses two, and builds where there is a build file. */
    private static String theOnlyJar(Path workspace) throws Exception {
        assertFalse(Files.exists(workspace.resolve("pom.xml")));
        assertFalse(Files.exists(workspace.resolve("build.gradle")));
        try (Stream<Path> files = Files.list(workspace)) {
            List<String> jars = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar")).toList();
            assertEquals(1, jars.size(), jars::toString);
            return jars.get(0);
        }
    }

    /** The buildpack's check of the entry point. */
    private static void assertFinds(String type, Path jar) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        assertEquals(0, ToolProvider.findFirst("javap").orElseThrow().run(out, out, "-classpath",
                jar.toString(), type), said::toString);
    }

    private static StartCommand in(Path workspace, StartCommand start) {
        Path invoker = workspace.resolveSibling("digits-gcp-zip/task").resolve(start.command().get(2))
                .normalize();
        List<String> command = Stream.concat(
                Stream.of(start.command().get(0), "-jar", invoker.toString()),
                start.command().subList(3, start.command().size()).stream()).toList();
        return new StartCommand(start.target(), start.protocol(), start.function(), workspace.toString(),
                command, start.environment(), start.archive(), start.request());
    }
}
