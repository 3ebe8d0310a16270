package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Which builder makes native executables, and what is said when there is none. */
class NativeBuilderTest {

    @TempDir
    Path folder;

    private String refusal(Map<String, String> environment) {
        return assertThrows(InferenceException.class, () -> NativeBuilder.of(environment)).getMessage();
    }

    /** A program that writes down how it was called, below the folder. */
    private void program(String name, String... body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", body) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void saysInOneLineWhatIsMissing() {
        assertEquals(
                "native executable: expected a GraalVM or Mandrel 25 in GRAALVM_HOME, or a docker or podman that"
                        + " runs, found neither",
                refusal(Map.of("PATH", folder.toString())));
    }

    @Test
    void refusesAFolderThatHoldsNone() {
        assertEquals("GRAALVM_HOME: expected a GraalVM or Mandrel 25, with bin/native-image, got " + folder,
                refusal(Map.of("GRAALVM_HOME", folder.toString())));
    }

    @Test
    void refusesAnOlderOne() throws IOException {
        program("bin/native-image", "echo native-image 21.0.1 2023-10-17");
        assertEquals(
                "GRAALVM_HOME: expected a GraalVM or Mandrel 25 or newer, got native-image 21.0.1 2023-10-17",
                refusal(Map.of("GRAALVM_HOME", folder.toString())));
    }

    @Test
    void passesOptionsOfTheUserBehindOurs() throws IOException {
        program("bin/native-image", "[ $1 = --version ] && echo native-image 25 && exit",
                "echo \"$@\" > called");
        NativeBuilder.of(Map.of("GRAALVM_HOME", folder.toString(), "THAW_NATIVE_OPTIONS", " -Ob  -g "))
                .run(List.of("-O3", "Main"), folder);
        assertEquals("-O3 Main -Ob -g", Files.readString(folder.resolve("called")).strip());
    }

    @Test
    void goesOnInAContainerWhoseEngineRuns() throws IOException {
        program("one/docker", "exit 1");
        program("two/podman", "[ $1 = info ] && exit", "echo \"$@\" > called");
        NativeBuilder.of(Map.of("PATH", folder.resolve("one") + ":" + folder.resolve("two")))
                .run(List.of("Main"), folder);
        String called = Files.readString(folder.resolve("called")).strip();
        assertEquals(List.of("run", "--rm"), List.of(called.split(" ")).subList(0, 2));
        assertEquals("--volume " + folder + ":/project:z --workdir /project"
                + " quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25 Main",
                called.substring(called.indexOf("--volume")));
    }
}
