package thaw.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.HttpConformance;
import thaw.conformance.SampleData;
import thaw.packaging.PackageReport;
import thaw.packaging.PackageRequest;
import thaw.packaging.Packager;
import thaw.packaging.Platforms;
import thaw.packaging.Progress;
import thaw.packaging.Target;
import thaw.testing.Command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The suite against the executable of an image, as a process that answers HTTP. */
class NativeContainerIT implements HttpConformance {

    private static PackageReport report;

    @TempDir
    Path folder;

    @BeforeAll
    static void packages() {
        Packager packager = new Packager(Platforms.ofClone(Path.of(System.getProperty("thaw.home"))));
        report = packager.pack(
                PackageRequest.of(List.of(SampleData.models().resolve("digits")), Target.CONTAINER_NATIVE,
                        Path.of(System.getProperty("thaw.native.packages"))).build(),
                Progress.NONE);
    }

    static Path task() {
        return report.folder().resolve("root/var/task");
    }

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new ContainerDriver(task().resolve("function"), folder, spec);
    }

    @Test
    void endsWithTheReasonIfItsModelCannotBeLoaded() throws Exception {
        Path broken = Files.createDirectories(folder.resolve("models/broken/1"));
        Files.writeString(broken.resolve("model.onnx"), "this is no graph");
        Command command = Command
                .of(folder, folder.resolve("broken.log"), Duration.ofMinutes(1),
                        task().resolve("function").toString())
                .with(Map.of("THAW_MODEL", "broken", "THAW_MODELS", folder.resolve("models").toString()));
        assertEquals(1, command.status());
        assertTrue(command.printed().contains("model.onnx"), command.printed());
    }

    @Test
    void hasNoVirtualMachineInItsImage() {
        assertTrue(report.files().keySet().stream()
                .noneMatch(name -> name.endsWith(".jar") || name.contains("libjvm")));
        assertTrue(report.files().containsKey("lib64/ld-linux-x86-64.so.2")
                || report.files().containsKey("lib/ld-linux-aarch64.so.1"), report.files().toString());
    }
}
