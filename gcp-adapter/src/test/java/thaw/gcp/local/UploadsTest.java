package thaw.gcp.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Uploads to an object store that publishes, by push, through a bridge, to the real invoker, and into the store again. */
class UploadsTest {

    private static final int UPLOADS = 200;
    private static final List<String> AWKWARD = List.of("red flower/é %d.png", "a+b %d.png",
            "100%%25 sure %d.png",
            "雪/snow ☃ %d.png", "a=b&c?d#e %d.png", "in/%%2B%d.png", "comma, and; semi %d.png",
            "\"quoted\" '%d'.png",
            "dots/./.. /%d.png", "🙂/emoji %d.png", "[brackets]{%d}.png", "back\\slash %d.png",
            "  leading and trailing %d.png ", "ALL~!@$^*()_%d.PNG", "|pipe<%d>.png", "tab\tinside %d.png",
            "عربى/%d.png", "e\u0301 decomposed %d.png", "-dash/--%d.png", "generation#17 %d.png");

    private static List<Path> pictures() throws Exception {
        try (Stream<Path> files = Files.list(SampleData.folder().resolve("data/digits"))) {
            return files.sorted().toList();
        }
    }

    private static Map<String, Path> uploads() throws Exception {
        List<Path> pictures = pictures();
        Map<String, Path> uploads = new HashMap<>();
        for (int i = 0; i < UPLOADS; i++) {
            uploads.put(String.format(AWKWARD.get(i % AWKWARD.size()), i), pictures.get(i % pictures.size()));
        }
        return uploads;
    }

    @Test
    void storesAResultForEachUploadWhateverItsName() throws Exception {
        Map<String, Path> uploads = uploads();
        try (PubSubEmulator events = new PubSubEmulator()) {
            events.topic("uploads");
            try (ObjectStore store = new ObjectStore(events, "uploads");
                    Instance instance = Instance.ready(Workplace.freePort(), Map.of("THAW_TRIGGER", "blob",
                            "THAW_MODEL", "digits", "THAW_SINKS", "results", "THAW_SINK_RESULTS",
                            "gs://results/out",
                            "THAW_DEAD_LETTER", "gs://results/poison", "STORAGE_EMULATOR_HOST",
                            store.address()));
                    Bridge bridge = new Bridge(instance.uri("/"))) {
                store.bucket("uploads");
                store.bucket("results");
                events.pushSubscription("uploads-push", "uploads", bridge.uri());
                for (Map.Entry<String, Path> upload : uploads.entrySet()) {
                    store.upload("uploads", upload.getKey(), Files.readAllBytes(upload.getValue()));
                }
                Await.until(UPLOADS + " results", Duration.ofMinutes(2),
                        () -> store.names("results", "").size() >= UPLOADS);
                assertEquals(List.of(), store.names("results", "poison/"));
                assertEquals(expected(uploads), labels(store));
            }
        }
    }

    private static Map<String, String> expected(Map<String, Path> uploads) {
        Map<String, String> expected = new HashMap<>();
        uploads.forEach((name, picture) -> expected.put(name, SampleData.digit(picture)));
        return expected;
    }

    private static Map<String, String> labels(ObjectStore store) {
        List<String> names = new ArrayList<>(store.names("results", "out/"));
        Map<String, String> labels = new HashMap<>();
        for (String name : names) {
            JsonObject result = store.read("results", name);
            String input = result.string("input");
            labels.put(input.substring("gs://uploads/".length(), input.lastIndexOf('#')),
                    result.required("output").string("label"));
        }
        return labels;
    }
}
