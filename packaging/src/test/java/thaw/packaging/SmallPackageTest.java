package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ai.onnxruntime.OrtEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;
import thaw.onnx.Quantisation;
import thaw.packaging.files.ElfImage;
import thaw.packaging.files.Library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Zips of a platform that is ONNX Runtime alone: what does not depend on an adapter. */
class SmallPackageTest {

    private static final Path ONNX = Path
            .of(OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().getPath());

    @TempDir
    Path folder;

    private static PackageReport pack(PackageRequest.Builder request) {
        return new Packager(platform -> List.of(Library.of(ONNX))).pack(request.build(), Progress.NONE);
    }

    private PackageRequest.Builder digits(Path output) {
        return Packaged.request("digits", Target.AWS_ZIP, output);
    }

    @Test
    void isTheSameFileFromOtherFoldersAtAnotherTime() throws Exception {
        Path elsewhere = Packaged.copy(SampleData.models().resolve("digits"),
                folder.resolve("elsewhere/digits"));
        PackageReport one = pack(digits(folder.resolve("one")));
        PackageReport two = pack(
                PackageRequest.of(List.of(elsewhere), Target.AWS_ZIP, folder.resolve("two")));
        assertEquals(one.sha256(), two.sha256());
        assertArrayEquals(Files.readAllBytes(one.folder().resolve("bom.json")),
                Files.readAllBytes(two.folder().resolve("bom.json")));
    }

    @Test
    void takesTheLibrariesOfAnotherProcessor() throws Exception {
        PackageReport report = pack(digits(folder).architecture(Architecture.LINUX_ARM64));
        List<String> natives = report.files().keySet().stream().filter(name -> name.endsWith(".so")).toList();
        assertEquals(List.of("native/libonnxruntime.so", "native/libonnxruntime4j_jni.so",
                "native/libthaw_start.so"), natives);
        for (String name : natives) {
            assertEquals(183, ElfImage.read(report.folder().resolve("task").resolve(name)).machine());
        }
        assertTrue(report.notes().stream().anyMatch(note -> note.contains("without a class archive")),
                report.notes()::toString);
        assertTrue(
                report.notes().contains("without start.json: what is for linux-arm64 can be measured there"),
                report.notes()::toString);
    }

    @Test
    void optimisesTheModelAndKeepsTheOriginalBesideIt() {
        PackageReport report = pack(digits(folder));
        assertTrue(report.files().containsKey("models/digits/1/model.ort"), report.files()::toString);
        assertTrue(report.files().containsKey("models/digits/1/model.onnx"));
        assertTrue(report.notes().get(0).startsWith("digits/1 loads in "), report.notes()::toString);
    }

    @Test
    void quantisesWhenAskedToAndSaysWhatThatChanges() throws IOException {
        PackageReport report = pack(digits(folder)
                .quantise(Quantisation.DYNAMIC, 0.1));
        assertTrue(report.files().keySet().containsAll(
                List.of("models/digits/1/model.int8.ort", "models/digits/1/model.onnx")),
                report.files()::toString);
        assertTrue(report.notes().get(0).contains("; quantised (dynamic): "), report.notes()::toString);
        assertTrue(Files.readString(report.folder().resolve("task/models/digits/1/manifest.json"))
                .contains("\"quantisation\":\"dynamic\""));
    }

    @Test
    void takesTheFileOfAGraphAlone() throws IOException {
        Path graph = Files.copy(SampleData.models().resolve("digits/1/model.onnx"),
                folder.resolve("cats.onnx"));
        PackageReport report = pack(PackageRequest.of(List.of(graph), Target.AWS_ZIP, folder.resolve("out")));
        assertEquals("cats", report.function());
        assertTrue(report.files().containsKey("models/cats/1/model.onnx"), report.files()::toString);
        assertTrue(Files.readString(report.folder().resolve("request.json")).contains("\"GET\""));
    }

    @Test
    void leavesOutAModelThatWillBeInARepositoryAndSaysWhatBelongsThere() throws IOException {
        PackageReport report = pack(digits(folder).repository("s3://bucket/models"));
        assertFalse(report.files().keySet().stream().anyMatch(name -> name.startsWith("models/")),
                report.files()::toString);
        for (String file : List.of("model.onnx", "model.ort", "manifest.json")) {
            assertTrue(Files.isRegularFile(report.folder().resolve("models/digits/1").resolve(file)), file);
        }
        assertTrue(report.notes().contains("without the model: put what is in models/ into "
                + "s3://bucket/models, and set THAW_MODELS to that"), report.notes()::toString);
        assertTrue(Files.readString(report.folder().resolve("bom.json"))
                .contains("\"bom-ref\":\"models/digits/1/model.onnx\""));
        assertEquals("s3://bucket/models", report.details().get("repository"));
    }

    @Test
    void takesAFolderThatIsALinkToAPackage() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("cats"), SampleData.models().resolve("digits/1"));
        PackageReport report = pack(PackageRequest.of(List.of(link), Target.AWS_ZIP, folder.resolve("out")));
        assertTrue(report.files().keySet().containsAll(
                List.of("models/cats/1/model.onnx", "models/cats/1/model.ort", "models/cats/1/labels.txt")),
                report.files()::toString);
    }

    @Test
    void tellsAGraphThatCannotBeReadByTheNameThatItsUserKnows() throws IOException {
        Path graph = Files.createFile(Files.createDirectories(folder.resolve("cats")).resolve("model.onnx"));
        InferenceException refused = assertThrows(InferenceException.class,
                () -> pack(PackageRequest.of(List.of(graph.getParent()), Target.AWS_ZIP, folder)));
        assertEquals(graph + ": is empty", refused.getMessage());
    }

    @Test
    void refusesAFunctionThatItsMemoryIsTooSmallFor() throws IOException {
        InferenceException refused = assertThrows(InferenceException.class,
                () -> pack(digits(folder).memory(128)));
        assertTrue(
                refused.getMessage().contains("of at most 128.0 MiB, most of it models/digits/1/model.")
                        && refused.getMessage().contains("give the function more (--memory MIB)"),
                refused.getMessage());
        assertFalse(Files.exists(folder.resolve("digits-aws-zip")));
    }

    @Test
    void listsWhatIsInItAsCycloneDx() throws IOException {
        PackageReport report = pack(digits(folder));
        JsonObject bom = JsonObject.parse(Files.readAllBytes(report.folder().resolve("bom.json")), "bom");
        assertEquals("CycloneDX", bom.string("bomFormat"));
        List<JsonObject> components = bom.objects("components");
        assertTrue(components.stream()
                .anyMatch(component -> component.string("type").equals("machine-learning-model")
                        && component.string("name").equals("digits")),
                components::toString);
    }
}
