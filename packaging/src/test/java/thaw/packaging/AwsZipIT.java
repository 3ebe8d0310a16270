package thaw.packaging;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.packaging.start.LocalStart;
import thaw.packaging.start.StartCommand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Zips for Lambda, run by AWS's own runtime client. */
class AwsZipIT {

    @TempDir
    Path folder;

    @Test
    void answersAsTheModelDoes() throws Exception {
        PackageReport report = Packaged.pack("digits", Target.AWS_ZIP, folder);
        try (LocalStart instance = LocalStart.of(report.folder(), StartCommand.read(report.folder()),
                Map.of())) {
            Map<?, ?> answer = (Map<?, ?>) Packaged.lambdaAnswer(report, instance);
            Map<?, ?> expected = (Map<?, ?>) Packaged.prediction("digits");
            expected.forEach((field, value) -> assertEquals(value, answer.get(field), answer::toString));
            assertTrue(instance.coldStart().isPresent(), instance::output);
        }
        assertTrue(report.bytes() < 16_000_000, report.bytes() + " bytes");
    }
}
