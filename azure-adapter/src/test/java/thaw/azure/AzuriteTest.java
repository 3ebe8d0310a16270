package thaw.azure;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.FunctionProvider;
import thaw.azure.store.Azurite;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Blobs read, and results stored in blobs, queues and tables, with Microsoft's own emulator. */
class AzuriteTest {

    private static final List<String> AWKWARD = List.of("red flower/é", "a+b", "100%25 sure", "雪/snow ☃",
            "a=b&c?d#e",
            "in/%2B", "tab\tname", "quote'\"", "semi;colon,", "[brackets] {braces}");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PICTURES = 200;
    private static final int TEXTS = 7;

    private static Azurite azurite;

    @BeforeAll
    static void startAzurite() {
        azurite = new Azurite();
        azurite.create(List.of("uploads", "results", "poison", "models"), List.of("results", "poison"),
                List.of("results", "poison"));
    }

    @AfterAll
    static void endAzurite() {
        if (azurite != null) {
            azurite.close();
        }
    }

    private static Map<String, String> settings(String function, String deadLetter) {
        Map<String, String> settings = new HashMap<>();
        settings.put("THAW_FUNCTION", function);
        settings.put("THAW_TRIGGER", "blob");
        settings.put("THAW_MODEL", "digits");
        settings.put("THAW_MODELS", SampleData.models().toString());
        settings.put("THAW_CONNECTION_DEVSTOREACCOUNT1", azurite.connectionString());
        settings.put("THAW_SINKS", "rows,objects,messages");
        settings.put("THAW_SINK_ROWS", "aztable:devstoreaccount1/results");
        settings.put("THAW_SINK_OBJECTS", "azblob://devstoreaccount1/results/" + function);
        settings.put("THAW_SINK_MESSAGES", "azqueue:devstoreaccount1/results");
        settings.put("THAW_DEAD_LETTER", deadLetter);
        return settings;
    }

    private static List<Path> digits() throws IOException {
        try (Stream<Path> files = Files.list(SampleData.folder().resolve("data/digits"))) {
            return files.sorted().toList();
        }
    }

    private static String invocation(String name, String eTag) {
        return invocation(name, eTag, -1);
    }

    private static String invocation(String name, String eTag, long size) {
        Map<String, Object> event = RecordedEvents.tree("azure/blob/event-grid");
        Map<String, Object> grid = new LinkedHashMap<>(JsonObject.parse(
                text(event).getBytes(StandardCharsets.UTF_8), "event").tree());
        grid.put("subject", "/blobServices/default/containers/uploads/blobs/" + name);
        grid.put("data", Map.of("url", azurite.blobEndpoint() + "/uploads/" + name, "eTag",
                eTag.replace("\"", ""), "contentLength", size));
        input(event).put("json", Json.text(grid));
        return Json.text(event);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> input(Map<String, Object> event) {
        return (Map<String, Object>) ((List<Map<String, Object>>) event.get("inputData")).get(0).get("data");
    }

    private static String text(Map<String, Object> event) {
        return (String) input(event).get("json");
    }

    /** Each upload is in the table and in the container once and in the queue at least once, whenever the process was killed. */
    @Test
    void storesEveryUploadOnceThroughKills() throws Exception {
        List<Path> digits = digits();
        List<String> invocations = new ArrayList<>();
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < PICTURES; i++) {
            Path picture = digits.get(i % digits.size());
            String name = AWKWARD.get(i % AWKWARD.size()) + "-" + i + ".png";
            invocations.add(invocation(name, azurite.put("uploads", name, Files.readAllBytes(picture))));
            String file = picture.getFileName().toString();
            labels.put(name, file.equals("digit-3-1632.png") ? "9" : file.substring(6, 7));
        }
        for (int i = 0; i < TEXTS; i++) {
            invocations.add(i * 29, invocation("no picture " + i,
                    azurite.put("uploads", "no picture " + i,
                            ("text " + i).getBytes(StandardCharsets.UTF_8))));
        }
        String old = azurite.put("uploads", "replaced.png", Files.readAllBytes(digits.get(0)));
        azurite.put("uploads", "replaced.png", Files.readAllBytes(digits.get(1)));
        invocations.add(invocation("replaced.png", old));

        runThroughKills(invocations, settings("kills", "aztable:devstoreaccount1/poison"),
                List.of(15, 60, 120, 170));

        assertEquals(labels, labels(ofKills(azurite.rows("results"))));
        assertEquals(labels, labels(ofKills(azurite.documents("results"))));
        Set<String> told = ofKills(azurite.messages("results")).stream().map(AzuriteTest::name)
                .collect(Collectors.toSet());
        assertEquals(labels.keySet(), told);
        Set<String> aside = ofKills(azurite.rows("poison")).stream().map(AzuriteTest::name)
                .collect(Collectors.toSet());
        Set<String> expected = new HashSet<>(Set.of("replaced.png"));
        for (int i = 0; i < TEXTS; i++) {
            expected.add("no picture " + i);
        }
        assertEquals(expected, aside);
    }

    // The tests share the emulator.
    private static List<JsonObject> ofKills(List<JsonObject> results) {
        return results.stream().filter(result -> result.string("function").equals("kills")).toList();
    }

    private static void runThroughKills(List<String> invocations, Map<String, String> settings,
            List<Integer> kills)
            throws Exception {
        Path folder = Workplace.scratch("kills");
        Path lines = Files.write(folder.resolve("invocations.ndjson"), invocations);
        Path done = folder.resolve("done.txt");
        for (int most : kills) {
            try (ChildProcess child = child(lines, done, settings)) {
                Await.until(most + " invocations", LIMIT, () -> {
                    assertTrue(child.isAlive() || HostChild.done(done).size() == invocations.size(),
                            child.printed());
                    return HostChild.done(done).size() >= most;
                });
                child.kill();
            }
        }
        try (ChildProcess child = child(lines, done, settings)) {
            Await.until("all invocations", LIMIT, () -> !child.isAlive());
            assertEquals(invocations.size(), HostChild.done(done).size(), child.printed());
        }
    }

    private static ChildProcess child(Path lines, Path done, Map<String, String> settings) {
        return ChildProcess.start(HostChild.command(lines, done).with(settings));
    }

    private static String name(JsonObject result) {
        String input = result.string("input");
        return input.substring("azblob://devstoreaccount1/uploads/".length(), input.lastIndexOf("?etag="));
    }

    private static Map<String, String> labels(List<JsonObject> results) {
        Map<String, String> labels = new TreeMap<>();
        for (JsonObject result : results) {
            Object output = result.get("output");
            JsonObject prediction = output instanceof String text
                    ? JsonObject.parse(text.getBytes(StandardCharsets.UTF_8), "output")
                    : JsonObject.of(output, "output");
            assertEquals(null, labels.put(name(result), prediction.string("label")),
                    "stored twice: " + name(result));
        }
        return labels;
    }

    /** A hundred megabytes through a heap of forty-eight, as a large upload comes: in blocks, and so without an MD5. */
    @Test
    void streamsABlobThatIsLargerThanTheHeap() throws Exception {
        int block = 10 << 20;
        String eTag = azurite.putBlocks("uploads", "large file.bin", new byte[block], 10, seven());
        Path folder = Workplace.scratch("large");
        Path lines = Files.writeString(folder.resolve("invocations.ndjson"),
                invocation("large file.bin", eTag, 10L * block + LastPixels.PIXELS));
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(FunctionProvider.class.getName()), LastPixels.class.getName());
        Map<String, String> settings = settings("large", "aztable:devstoreaccount1/poison");
        settings.put("THAW_SINK_RESULTS", "aztable:devstoreaccount1/results");
        Command host = HostChild.command(lines, folder.resolve("done.txt"), "-Xmx48m",
                "-XX:MaxDirectMemorySize=48m");
        host.with(settings).run();
        List<JsonObject> stored = azurite.rows("results").stream()
                .filter(row -> row.string("function").equals("large")).toList();
        assertEquals(Map.of("large file.bin", "7"), labels(stored));
    }

    private static byte[] seven() throws IOException {
        BufferedImage picture = ImageIO
                .read(SampleData.folder().resolve("data/digits/digit-7-1635.png").toFile());
        byte[] pixels = new byte[LastPixels.PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) picture.getRaster().getSample(i % 8, i / 8, 0);
        }
        return pixels;
    }

    @ParameterizedTest
    @ValueSource(strings = {"azblob://devstoreaccount1/poison/aside", "azqueue:devstoreaccount1/poison"})
    void setsAsideInABlobAndInAQueue(String deadLetter) throws IOException {
        byte[] text = "this is no picture".getBytes(StandardCharsets.UTF_8);
        String name = "no picture for " + deadLetter.charAt(2);
        String invocation = invocation(name, azurite.put("uploads", name, text));
        Map<String, String> settings = settings("aside", deadLetter);
        settings.put("THAW_SINKS", "objects");
        try (Invocations invocations = Invocations.inProcess(settings)) {
            invocations.answer(JsonObject.parse(invocation.getBytes(StandardCharsets.UTF_8), "invocation"));
        }
        List<JsonObject> aside = deadLetter.startsWith("azblob") ? azurite.documents("poison")
                : azurite.messages("poison");
        assertEquals(List.of(name), aside.stream().map(AzuriteTest::name).toList());
        assertTrue(aside.get(0).string("reason").contains("format"), aside.get(0).toString());
        assertEquals("dGhpcyBpcyBubyBwaWN0dXJl", aside.get(0).string("payload_base64"));
    }

    @Test
    void readsTheBlobAsItIsWhereTheHostNamesNoVersion() throws IOException {
        Path seven = digits().stream().filter(file -> file.toString().contains("digit-7")).findFirst()
                .orElseThrow();
        azurite.put("uploads", "a+b.png", Files.readAllBytes(seven));
        Map<String, Object> event = RecordedEvents.tree("azure/blob/without-etag");
        @SuppressWarnings("unchecked")
        Map<String, Object> metadata = (Map<String, Object>) event.get("triggerMetadata");
        metadata.put("Uri", Map.of("string", azurite.blobEndpoint() + "/uploads/a%2Bb.png"));
        Map<String, String> settings = settings("unnamed", "aztable:devstoreaccount1/poison");
        settings.put("THAW_SINKS", "rows");
        try (Invocations invocations = Invocations.inProcess(settings)) {
            Map<String, Object> answer = invocations.answer(JsonObject.of(event, "event"));
            assertEquals(Map.of("status", "Success"), answer.get("result"));
        }
        JsonObject row = azurite.rows("results").stream()
                .filter(stored -> stored.string("function").equals("unnamed")).findFirst().orElseThrow();
        assertTrue(row.string("input").contains("a+b.png?etag=0x"), row.string("input"));
    }

    @Test
    void fetchesItsModelFromBlobs() throws IOException {
        Path digits = SampleData.models().resolve("digits");
        try (Stream<Path> files = Files.walk(digits)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                azurite.put("models", "team a/digits/" + digits.relativize(file), Files.readAllBytes(file));
            }
        }
        Map<String, String> settings = settings("remote", "aztable:devstoreaccount1/poison");
        settings.put("THAW_TRIGGER", "http");
        settings.put("THAW_SINKS", "");
        settings.put("THAW_MODELS", "azblob://devstoreaccount1/models/team a");
        settings.put("AzureFunctionsJobHost__extensions__http__routePrefix", "");
        try (Invocations invocations = Invocations.inProcess(settings)) {
            Map<String, Object> request = RecordedEvents.tree("azure/http/below-a-prefix");
            input(request).put("http", Map.of("method", "GET", "url", "https://thaw/v2/models/digits/ready"));
            JsonObject answer = JsonObject.of(invocations.answer(JsonObject.of(request, "request")),
                    "answer");
            assertEquals("200", answer.required("returnValue").required("http").string("statusCode"));
        }
    }
}
