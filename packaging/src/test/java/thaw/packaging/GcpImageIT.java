package thaw.packaging;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import thaw.TriggerKind;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Images for Google Cloud: their root file systems run as processes of the real invoker, and as roots of their own where
 * this user may.
 */
class GcpImageIT {

    private static final String MAPPED = "-Xlog:class+load";

    @TempDir
    static Path folder;

    private static PackageReport report;

    @BeforeAll
    static void packages() {
        report = Packaged.pack("digits", Target.GCP, folder);
    }

    private static void assertAnswers(LocalStart instance) {
        Answer answer = instance.call(Packaged.bytes(report.folder().resolve("request.json")), Packaged.LONG);
        assertTrue(answer.ok(), () -> answer.text() + instance.output());
        Map<?, ?> actual = (Map<?, ?>) Json.parse(answer.body(), "answer");
        ((Map<?, ?>) Packaged.prediction("digits"))
                .forEach((field, value) -> assertEquals(value, actual.get(field), actual::toString));
        assertTrue(instance.coldStart().isPresent(), instance::output);
    }

    private static void assertMapsItsClasses(LocalStart instance) {
        assertTrue(instance.output().lines().anyMatch(line -> line.contains(" thaw.gcp.CloudFunction ")
                && line.contains("shared objects file")), instance::output);
    }

    private static LocalStart started(StartCommand command) {
        return LocalStart.of(report.folder(), command, Map.of());
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOB", "STREAM"})
    void hasAllThatAnEventWalksInTheArchive(TriggerKind trigger) throws Exception {
        PackageReport events = Packaged.packager().pack(Packaged.request("sentiment", Target.GCP, folder)
                .trigger(trigger)
                .sinks(List.of(SinkOption.parse("results=pubsub:projects/local/topics/results"))).build(),
                Progress.NONE);
        StartCommand command = StartCommand.read(events.folder()).withOptions(List.of(MAPPED));
        try (LocalStart instance = LocalStart.of(events.folder(), command, Map.of())) {
            Answer answer = instance.call(Packaged.bytes(events.folder().resolve("request.json")),
                    Packaged.LONG);
            assertTrue(answer.ok(), answer::text);
            assertTrue(instance.output().contains("\"ok\":1"), instance::output);
            assertTrue(instance.output().contains(" thaw.gcp.store.PubSubTopic "), instance::output);
            assertEquals(List.of(), Packaged.unarchived(instance));
        }
    }

    @Test
    void answersBehindTheInvokerAndMapsItsClassesFromTheArchive() throws Exception {
        StartCommand command = StartCommand.read(report.folder()).withOptions(List.of(MAPPED));
        try (LocalStart instance = started(command)) {
            assertAnswers(instance);
            assertMapsItsClasses(instance);
        }
    }

    @Test
    void runsInARootThatCannotBeWrittenAndStillMapsItsClasses() throws Exception {
        assumeTrue(Packaged.mayChangeRoot(), "needs unshare and a user who may use it");
        JsonObject config = Packaged.config(report.folder().resolve("image")).required("config");
        assertEquals("65532:65532", config.string("User"));
        try (LocalStart instance = started(
                Packaged.inRoot(config, StartCommand.read(report.folder()), MAPPED))) {
            assertAnswers(instance);
            assertMapsItsClasses(instance);
        }
    }

    @Test
    void answersAlikeOnAnotherJdk() throws Exception {
        Optional<Path> other = Packaged.otherJdk();
        assumeTrue(other.isPresent(), "needs a second JDK, in /usr/lib/jvm or JAVA_HOME_25");
        try (LocalStart instance = started(
                Packaged.on(other.get(), StartCommand.read(report.folder())))) {
            assertAnswers(instance);
        }
    }
}
