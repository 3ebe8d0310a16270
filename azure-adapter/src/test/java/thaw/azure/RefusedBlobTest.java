package thaw.azure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import thaw.conformance.AdapterDriver.Upload;
import thaw.conformance.SampleData;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Blobs beyond a limit, from every source that tells of them. */
class RefusedBlobTest {

    private static final int BYTES = 300_000;

    private final FakeAzure azure = new FakeAzure();

    @AfterEach
    void close() {
        azure.close();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("THAW_FUNCTION", "refused");
        settings.put("THAW_TRIGGER", "blob");
        settings.put("THAW_MODEL", "digits");
        settings.put("THAW_MODELS", SampleData.models().toString());
        settings.put("THAW_LIMIT_BODY_BYTES", "1000");
        settings.put("THAW_SINKS", "results");
        settings.put("THAW_SINK_RESULTS", "aztable:devstoreaccount1/results");
        settings.put("THAW_DEAD_LETTER", "aztable:devstoreaccount1/poison");
        settings.put("THAW_BLOB_ACCOUNT", FakeAzure.ACCOUNT);
        settings.put("THAW_CONNECTION_DEVSTOREACCOUNT1", azure.connectionString());
        return settings;
    }

    @ParameterizedTest
    @EnumSource
    void setsAsideABlobBeyondTheLimitWithoutReadingIt(AzureSources.Blob source) {
        Upload large = new Upload("large.png", new byte[BYTES]);
        azure.blobs.put("uploads/large.png", large.bytes());
        JsonObject event = new AzureSources("", source, AzureSources.Stream.QUEUE)
                .blobs(List.of(large), azure.endpoint()).get(0).request();
        try (Invocations invocations = Invocations.inProcess(settings())) {
            assertEquals(Map.of("status", "Success"), invocations.answer(event).get("result"));
        }
        Map<String, Object> aside = azure.rows("poison").get(0);
        String reason = (String) aside.get("reason");
        assertTrue(reason.contains("1000 bytes") && reason.contains("300000"), reason);
        assertTrue(((String) aside.get("input")).contains("uploads/large.png?etag="), aside.toString());
        assertEquals(List.of(), azure.seen.stream().filter(
                request -> request.method().equals("GET") && request.path().endsWith("large.png"))
                .toList());
    }
}
