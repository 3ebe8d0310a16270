package thaw.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.json.Json;
import thaw.packaging.start.Answer;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Images for Google Cloud: their root file systems run as processes of the real invoker. */
class GcpImageIT {

    @TempDir
    Path folder;

    private static Answer answer(PackageReport report, LocalStart instance) {
        return instance.call(Packaged.bytes(report.folder().resolve("request.json")), Packaged.LONG);
    }

    private static LocalStart started(PackageReport report) throws IOException {
        StartCommand command = StartCommand.read(report.folder())
                .withOptions(List.of("-Xlog:class+load"));
        return LocalStart.of(report.folder(), command, Map.of());
    }

    @Test
    void answersBehindTheInvokerAndMapsItsClassesFromTheArchive() throws Exception {
        PackageReport report = Packaged.pack("digits", Target.GCP, folder);
        try (LocalStart instance = started(report)) {
            Answer answer = answer(report, instance);
            assertTrue(answer.ok(), answer::text);
            Map<?, ?> actual = (Map<?, ?>) Json.parse(answer.body(), "answer");
            ((Map<?, ?>) Packaged.prediction("digits"))
                    .forEach((field, value) -> assertEquals(value, actual.get(field), actual::toString));
            assertTrue(instance.coldStart().isPresent(), instance::output);
            assertTrue(instance.output().lines().anyMatch(line -> line.contains(" thaw.gcp.CloudFunction ")
                    && line.contains("shared objects file")), instance::output);
        }
        assertEquals("65532:65532",
                Packaged.config(report.folder().resolve("image")).required("config").string("User"));
    }
}
