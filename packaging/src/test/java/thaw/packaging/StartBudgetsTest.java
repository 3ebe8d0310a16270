package thaw.packaging;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What an instance is given of memory and of {@code /tmp}, and what a model takes of them. */
class StartBudgetsTest {

    private static final Map<String, Long> LARGE = Map.of("models/cats/1/model.onnx", 300L << 20,
            "models/cats/1/model.ort", 301L << 20, "models/cats/1/labels.txt", 1L << 20);

    private static PackageRequest.Builder request(Target target) {
        return PackageRequest.of(List.of(Path.of("models")), target, Path.of("packages")).memory(2048);
    }

    private static void check(PackageRequest.Builder request) {
        for (Budget budget : new StartBudgets(request.build(), new TreeMap<>(LARGE)).all()) {
            budget.requireKept("cats.zip", Map.of("lib/other.jar", 1L << 40));
        }
    }

    private static String refusal(PackageRequest.Builder request) {
        return assertThrows(InferenceException.class, () -> check(request)).getMessage();
    }

    @Test
    void refusesAFetchedModelThatDoesNotFitIntoTmp() {
        assertEquals("cats.zip: /tmp, which the model is fetched into: takes 602.0 MiB of at most 512.0 MiB, "
                + "most of it models/cats/1/model.ort with 301.0 MiB; give the function more (--tmp MIB), "
                + "or mount the models (--repository with a folder)",
                refusal(request(Target.AWS_ZIP).repository("s3://bucket/models")));
    }

    @Test
    void takesTheSameModelWithMoreRoomOrFromElsewhere() {
        assertDoesNotThrow(() -> check(request(Target.AWS_ZIP).repository("s3://bucket").temporary(1024)));
        assertDoesNotThrow(() -> check(request(Target.AWS_ZIP).repository("/mnt/models")));
        assertDoesNotThrow(() -> check(request(Target.AWS_ZIP)));
        assertDoesNotThrow(() -> check(request(Target.AZURE).repository("azblob://account/models")));
    }

    @Test
    void countsFetchedFilesAsMemoryWhereTheyLieInIt() {
        assertDoesNotThrow(() -> check(request(Target.GCP).memory(1024)));
        assertDoesNotThrow(() -> check(request(Target.GCP).memory(1024).repository("/mnt/models")));
        assertDoesNotThrow(() -> check(request(Target.GCP).repository("gs://bucket/models")));
        assertEquals("cats.zip: memory, as estimated, with the files in /tmp: takes 1332.0 MiB of at most "
                + "1024.0 MiB, most of it models/cats/1/model.ort with 301.0 MiB; give the function more "
                + "(--memory MIB), or try --quantise dynamic",
                refusal(request(Target.GCP).memory(1024).repository("gs://bucket/models")));
    }

    @Test
    void refusesRoomThatThePlatformDoesNotGive() {
        assertEquals("tmp: expected 512 to 10240 MiB, which is what aws-image gives, got 10241 MiB",
                assertThrows(InferenceException.class, () -> request(Target.AWS_IMAGE).temporary(10_241))
                        .getMessage());
        assertEquals("tmp: expected none for gcp, where files in /tmp are part of --memory, got 512 MiB",
                assertThrows(InferenceException.class, () -> request(Target.GCP).temporary(512))
                        .getMessage());
    }

    @Test
    void refusesARepositoryThatThePlatformDoesNotReach() {
        for (String place : List.of("gs://bucket", "s3://", "models", "https://example.org/models")) {
            assertEquals("repository: expected s3://... or the path of a mounted folder, where aws-zip finds "
                    + "a model, got '" + place + "'",
                    assertThrows(InferenceException.class, () -> request(Target.AWS_ZIP).repository(place))
                            .getMessage());
        }
    }
}
