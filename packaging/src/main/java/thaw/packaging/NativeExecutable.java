package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import thaw.InferenceException;
import thaw.packaging.files.ElfImage;
import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.files.SlimJar;

/** A function's classes as one program: nothing is loaded, linked or compiled when it starts. */
final class NativeExecutable {

    private static final String BUILD = "build";
    // Of Amazon Linux 2023, and of the builders' own images.
    private static final int GLIBC = 34;
    // As on the virtual machine in an image; the rest is ONNX Runtime's.
    private static final int HEAP_PERCENT = 60;

    private NativeExecutable() {}

    /**
     * Makes it of jars whole as they are published: what they tell of themselves below {@code META-INF/native-image} is
     * taken into account. ONNX Runtime's alone is quickened.
     *
     * @throws InferenceException unsupported, if it would not run where it is deployed
     */
    static void make(Draft draft, List<Library> libraries, String main, Path to) throws IOException {
        requireThisProcessor(draft);
        NativeBuilder builder = NativeBuilder.of(System.getenv());
        draft.progress().next("native executable");
        Folder build = draft.folder().folder(BUILD);
        List<String> classPath = new ArrayList<>();
        for (Library library : libraries) {
            String name = library.file().getFileName().toString();
            if (library.artifact().equals("onnxruntime")) {
                SlimJar.write(library.file(), build.path().resolve(name));
            } else {
                build.copy(library.file(), name);
            }
            classPath.add(name);
        }
        String name = to.getFileName().toString();
        builder.run(arguments(draft.request().architecture(), String.join(":", classPath), main, name),
                build.path());
        ElfImage program = ElfImage.read(build.path().resolve(name));
        if (draft.request().target() == Target.AWS_NATIVE) {
            requireRunsOnLambda(program);
        }
        Files.createDirectories(to.getParent());
        Files.write(to, program.stripped());
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
        build.delete();
    }

    private static List<String> arguments(Architecture architecture, String classPath, String main,
            String name) {
        return List.of("--no-fallback", "-O3", "-march=" + architecture.oldestProcessor(), "--gc=serial",
                "-R:MaximumHeapSizePercent=" + HEAP_PERCENT, "--enable-native-access=ALL-UNNAMED", "-cp",
                classPath, "-o", name, main);
    }

    private static void requireThisProcessor(Draft draft) {
        if (!draft.request().architecture().runsHere()) {
            throw InferenceException.unsupported(
                    draft.request().target() + " for " + draft.request().architecture(),
                    "an executable is made for the processor that makes it: run this on "
                            + draft.request().architecture() + ", or use --target aws-zip");
        }
    }

    // An image brings its own.
    private static void requireRunsOnLambda(ElfImage program) {
        int needed = program.glibc();
        if (needed > GLIBC) {
            throw InferenceException.unsupported("native executable", "it was linked with glibc 2." + needed
                    + ", the OS-only runtime has 2." + GLIBC
                    + "; package on an older system, or without GRAALVM_HOME, in a container");
        }
    }
}
