package thaw.packaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.TriggerKind;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Images: their root file systems run as processes, and as roots of their own where this user may. */
class ImageIT {

    private static final String MAPPED = "-Xlog:class+load";

    @TempDir
    static Path folder;

    private static PackageReport lambda;

    @BeforeAll
    static void packages() {
        lambda = Packaged.pack("digits", Target.AWS_IMAGE, folder);
    }

    private static long mapped(LocalStart instance) {
        return instance.output().lines().filter(line -> line.contains("shared objects file")).count();
    }

    private static LocalStart started(PackageReport report, StartCommand command) {
        return LocalStart.of(report.folder(), command, Map.of());
    }

    @Test
    void mapsItsClassesFromTheArchive() throws Exception {
        StartCommand command = StartCommand.read(lambda.folder()).withOptions(List.of(MAPPED));
        try (LocalStart instance = started(lambda, command)) {
            Packaged.assertAnswers(Packaged.prediction("digits"), Packaged.lambdaAnswer(lambda, instance));
            assertTrue(instance.output().lines().anyMatch(line -> line.contains(" thaw.aws.HttpHandler ")
                    && line.contains("shared objects file")), instance::output);
            assertTrue(mapped(instance) > 1000, mapped(instance) + " classes");
        }
    }

    @Test
    void answersAlikeWithADamagedArchive() throws Exception {
        StartCommand command = StartCommand.read(lambda.folder());
        Path archive = lambda.folder().resolve(command.directory()).resolve(command.archive());
        byte[] whole = Files.readAllBytes(archive);
        byte[] damaged = whole.clone();
        for (int i = 0; i < 64; i++) {
            damaged[i] ^= 0x55;
        }
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-r--r--"));
        Files.write(archive, damaged);
        try (LocalStart instance = started(lambda, command)) {
            Packaged.assertAnswers(Packaged.prediction("digits"), Packaged.lambdaAnswer(lambda, instance));
        } finally {
            Files.write(archive, whole);
            Files.setLastModifiedTime(archive, FileTime.fromMillis(315_532_800_000L));
        }
    }

    @Test
    void answersAlikeOnAnotherJdk() throws Exception {
        Optional<Path> other = Packaged.otherJdk();
        assumeTrue(other.isPresent(), "needs a second JDK, in /usr/lib/jvm or JAVA_HOME_25");
        StartCommand command = StartCommand.read(lambda.folder());
        StartCommand elsewhere = Packaged.on(other.get(), command);
        try (LocalStart instance = started(lambda, elsewhere)) {
            Packaged.assertAnswers(Packaged.prediction("digits"), Packaged.lambdaAnswer(lambda, instance));
        }
    }

    @Test
    void runsInARootThatCannotBeWrittenAndStillMapsItsClasses() throws Exception {
        assumeTrue(Packaged.mayChangeRoot(), "needs unshare and a user who may use it");
        StartCommand command = StartCommand.read(lambda.folder());
        JsonObject config = Packaged.config(lambda.folder().resolve("image")).required("config");
        StartCommand rooted = Packaged.inRoot(config, command, MAPPED);
        try (LocalStart instance = started(lambda, rooted)) {
            Packaged.assertAnswers(Packaged.prediction("digits"), Packaged.lambdaAnswer(lambda, instance));
            assertTrue(mapped(instance) > 1000, mapped(instance) + " classes");
        }
        assertEquals("65532:65532", config.string("User"));
    }

    @Test
    void hasAllThatALandedObjectWalksInTheArchive() throws Exception {
        PackageReport report = Packaged.packager().pack(Packaged
                .request("sentiment", Target.AWS_IMAGE, Packaged.foreign(folder)).trigger(TriggerKind.BLOB)
                .sinks(List.of(SinkOption.parse("results=kinesis:results"))).build(), Progress.NONE);
        // Java 17 maps none of them where the folder's name would be encoded in a URL; an image runs in /var/task.
        Path plain = Files.move(report.folder(), folder.resolve("plain"));
        StartCommand command = StartCommand.read(plain).withOptions(List.of(MAPPED));
        try (LocalStart instance = LocalStart.of(plain, command, Map.of())) {
            Answer answer = instance.call(Files.readAllBytes(plain.resolve("request.json")), Packaged.LONG);
            assertEquals("{\"batchItemFailures\":[]}", answer.text(), instance::output);
            assertTrue(instance.output().contains(" thaw.aws.store.KinesisSender "), instance::output);
            assertEquals(List.of(), Packaged.unarchived(instance));
        }
    }

    @Test
    void answersOverHttpAndDrains() throws Exception {
        PackageReport report = Packaged.pack("digits", Target.CONTAINER, folder);
        try (LocalStart instance = started(report, StartCommand.read(report.folder()))) {
            Answer answer = instance.call(Files.readAllBytes(report.folder().resolve("request.json")),
                    Packaged.LONG);
            assertTrue(answer.ok(), answer::text);
            Packaged.assertAnswers(Packaged.prediction("digits"), Json.parse(answer.body(), "answer"));
            assertTrue(instance.coldStart().isPresent(), instance::output);
        }
    }

    @Test
    void sharesEveryLayerBelowTheModelWithAnotherFunction() throws Exception {
        PackageReport risk = Packaged.packager().pack(
                Packaged.request("risk", Target.AWS_IMAGE, folder).archive(false).build(), Progress.NONE);
        List<String> one = layers(lambda);
        List<String> two = layers(risk);
        // The archive lies between: it is made by a run of each.
        assertEquals(one.subList(0, 3), two.subList(0, 3));
        assertNotEquals(one.get(one.size() - 1), two.get(two.size() - 1), "each has its own model");
    }

    private static List<String> layers(PackageReport report) throws Exception {
        return Packaged.config(report.folder().resolve("image")).required("rootfs").strings("diff_ids");
    }
}
