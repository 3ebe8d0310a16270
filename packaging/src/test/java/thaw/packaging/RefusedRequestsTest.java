package thaw.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.InferenceException;
import thaw.conformance.SampleData;
import thaw.onnx.Quantisation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What cannot be packaged, told before anything is made. */
class RefusedRequestsTest {

    @TempDir
    Path folder;

    private String refusal(PackageRequest.Builder request) {
        return assertThrows(InferenceException.class,
                () -> new Packager(platform -> List.of()).pack(request.build(), Progress.NONE)).getMessage();
    }

    private PackageRequest.Builder request(Path path) {
        return PackageRequest.of(List.of(path), Target.AWS_ZIP, folder);
    }

    @Test
    void refusesMemoryThatThePlatformDoesNotGive() {
        PackageRequest.Builder digits = request(SampleData.models().resolve("digits"));
        assertEquals("memory: expected 128 to 10240 MiB, which is what aws-zip gives, got 0 MiB",
                refusal(digits.memory(0)));
        assertEquals("memory: expected 128 to 10240 MiB, which is what aws-zip gives, got 10241 MiB",
                refusal(digits.memory(10241)));
    }

    @Test
    void asksForTheJdkOfAnotherProcessor() {
        Architecture other = Architecture.ofThisMachine() == Architecture.LINUX_X64
                ? Architecture.LINUX_ARM64 : Architecture.LINUX_X64;
        String refusal = refusal(PackageRequest.of(List.of(SampleData.models().resolve("digits")),
                Target.CONTAINER, folder).architecture(other));
        assertEquals("container for " + other + ": expected a JDK for it (--jdk DIR), whose modules make the "
                + "image's Java runtime, got one for " + Architecture.ofThisMachine(), refusal);
    }

    @Test
    void refusesAToleranceThatIsNone() {
        String refusal = assertThrows(InferenceException.class,
                () -> request(folder).quantise(Quantisation.DYNAMIC, 1.5)).getMessage();
        assertEquals("tolerance of quantisation: expected a number between 0 and 1, got 1.5", refusal);
    }

    @Test
    void asksForOneModelOfSeveral() {
        assertEquals("package: expected --model with one of the models that the paths hold",
                refusal(request(SampleData.models())));
    }

    @Test
    void namesTheModelsThatThereAre() {
        String refusal = refusal(request(SampleData.models()).model(thaw.ModelReference.parse("cats")));
        assertEquals("model 'cats': expected one of [digits, risk, sentiment]", refusal);
    }

    @Test
    void keepsOtherPeoplesFiles() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("digits-aws-zip"));
        Files.writeString(taken.resolve("diary.txt"), "mine");
        String refusal = refusal(request(SampleData.models().resolve("digits")));
        assertTrue(refusal.endsWith("expected an empty folder or an earlier package, found other files"),
                refusal);
        assertTrue(Files.exists(taken.resolve("diary.txt")));
    }

    @Test
    void leavesNothingBehindWhenItFails() {
        String refusal = refusal(request(SampleData.models().resolve("digits")));
        assertEquals("onnxruntime: expected among the libraries of the target", refusal);
        assertFalse(Files.exists(folder.resolve("digits-aws-zip")));
    }

    @Test
    void refusesAProcessorThatThePlatformDoesNotHave() {
        for (Target target : List.of(Target.AZURE, Target.GCP_ZIP)) {
            PackageRequest.Builder request = PackageRequest.of(List.of(folder), target, folder);
            assertEquals(Architecture.LINUX_X64, request.build().architecture());
            assertEquals("arch: expected linux-x64, which is what " + target + " runs on, got linux-arm64",
                    assertThrows(InferenceException.class,
                            () -> request.architecture(Architecture.LINUX_ARM64)).getMessage());
        }
    }

    @Test
    void keepsAFileThatIsWhereThePackageBelongs() throws IOException {
        Path taken = Files.writeString(folder.resolve("digits-aws-zip"), "mine");
        assertEquals(taken + ": expected an empty folder or an earlier package, found a file",
                refusal(request(SampleData.models().resolve("digits"))));
        assertEquals("mine", Files.readString(taken));
    }

    @Test
    void namesTheFolderThatCannotBeFilled() {
        String refusal = assertThrows(InferenceException.class, () -> new Packager(platform -> {
            throw new IOException("No space left on device");
        }).pack(request(SampleData.models().resolve("digits")).build(), Progress.NONE)).getMessage();
        assertEquals(folder.resolve("digits-aws-zip") + ": cannot be made: No space left on device", refusal);
        assertFalse(Files.exists(folder.resolve("digits-aws-zip")));
    }

    @Test
    void refusesTwoFunctionsAndNamesBoth() throws IOException {
        Path one = provider("one.jar", First.class);
        Path two = provider("two.jar", Second.class);
        String refusal = refusal(PackageRequest.of(
                List.of(SampleData.models().resolve("digits"), one, two), Target.AWS_ZIP, folder));
        assertTrue(refusal.contains(First.class.getName()) && refusal.contains(Second.class.getName()),
                refusal);
    }

    private Path provider(String name, Class<? extends FunctionProvider> type) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/services/" + FunctionProvider.class.getName()));
            zip.write(type.getName().getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** One of two functions. */
    public static final class First implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            throw new AssertionError("nobody can choose");
        }
    }

    /** The other. */
    public static final class Second implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            throw new AssertionError("nobody can choose");
        }
    }

    @Test
    void refusesAJdkThatIsNone() {
        String refusal = refusal(request(SampleData.models().resolve("digits")).jdk(folder));
        assertEquals(folder + ": expected the folder of a JDK, which holds a file 'release'", refusal);
    }

    @Test
    void refusesAJarWithoutAFunction() {
        Path jar = Path
                .of(org.junit.jupiter.api.Test.class.getProtectionDomain().getCodeSource().getLocation()
                        .getPath());
        String refusal = refusal(PackageRequest.of(List.of(SampleData.models().resolve("digits"), jar),
                Target.AWS_ZIP, folder));
        assertTrue(refusal.contains("META-INF/services/thaw.FunctionProvider, found none"), refusal);
    }

    @Test
    void refusesASinkThatTheCloudDoesNotHave() {
        String refusal = refusal(request(SampleData.models().resolve("digits"))
                .sinks(List.of(SinkOption.parse("results=mysql:table"))));
        assertTrue(refusal.contains("'mysql'") && refusal.contains("dynamodb"), refusal);
    }

    @Test
    void tellsTheFormsOfASink() {
        String refusal = assertThrows(InferenceException.class, () -> SinkOption.parse("what?")).getMessage();
        assertTrue(refusal.contains("results=dynamodb:results"), refusal);
    }

    @Test
    void saysBothNumbersAndWhatToDoWhenALimitIsPassed() {
        Budget budget = new Budget("unpacked zip", 300L << 20, 250L << 20, "use --target aws-image");
        String refusal = assertThrows(InferenceException.class, () -> budget
                .requireKept("digits.zip", Map.of("models/digits/1/model.onnx", 250L << 20, "lib/a.jar", 1L)))
                .getMessage();
        assertEquals("digits.zip: unpacked zip: takes 300.0 MiB of at most 250.0 MiB, "
                + "most of it models/digits/1/model.onnx with 250.0 MiB; use --target aws-image",
                refusal);
    }
}
