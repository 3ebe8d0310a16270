package thaw.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import thaw.Datatype;
import thaw.Limits;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.protocol.InferenceReader;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;
import thaw.testing.EchoModels;
import thaw.testing.Requests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Requests exactly as tritonclient 2.73.0 and open-inference-openapi 2.0.0.1 sent them, recorded from the wire. */
class RecordedClientsTest {

    private final InferenceEndpoints endpoints = new InferenceEndpoints(new EchoModels(), Limits.ofDefaults(),
            Telemetry.NONE, StructuredLog.none());

    @TestFactory
    Stream<DynamicTest> answersWhatRealClientsSend() throws IOException {
        try (InputStream recorded = RecordedClientsTest.class.getResourceAsStream("recorded-requests.json")) {
            List<?> requests = (List<?>) Json.parse(recorded.readAllBytes(), "recorded-requests.json");
            assertTrue(requests.size() > 50);
            return requests.stream().map(each -> JsonObject.of(each, "request"))
                    .map(each -> DynamicTest.dynamicTest(each.string("name"), () -> requireAnswer(each)));
        }
    }

    private void requireAnswer(JsonObject recorded) {
        byte[] body = Base64.getDecoder().decode(recorded.string("body"));
        Requests request = Requests.post(recorded.string("path"), body).method(recorded.string("method"));
        for (Map.Entry<?, ?> header : ((Map<?, ?>) recorded.get("headers")).entrySet()) {
            request = request.header((String) header.getKey(), (String) header.getValue());
        }
        HttpResult result = endpoints.handle(request.trigger());
        assertEquals(200, result.status(), () -> Requests.text(result));
        if (recorded.string("path").endsWith("/infer")) {
            requireEcho(recorded.string("name"), result);
        }
    }

    private static void requireEcho(String name, HttpResult result) {
        byte[] body = Requests.bytes(result);
        String header = result.headers().get(InferenceReader.HEADER_LENGTH.toLowerCase(Locale.ROOT));
        int jsonLength = header == null ? body.length : Integer.parseInt(header);
        JsonObject answer = JsonObject.parse(Arrays.copyOf(body, jsonLength), "answer");
        Map<?, ?> output = (Map<?, ?>) ((List<?>) answer.get("outputs")).get(0);
        assertEquals("y", output.get("name"));
        assertEquals(List.of(2L, 2L), output.get("shape"));
        Datatype datatype = Datatype.named((String) output.get("datatype"), name);
        if (header == null) {
            assertEquals(elements(name, datatype), output.get("data"));
        } else {
            assertEquals(datatype == Datatype.BYTES ? 28 : 4 * datatype.width(), body.length - jsonLength);
        }
        if (name.equals("triton binary UINT8")) {
            assertArrayEquals(new byte[]{0, 1, 2, 100}, Arrays.copyOfRange(body, jsonLength, body.length));
        }
    }

    private static List<?> elements(String name, Datatype datatype) {
        if (name.equals("oip nested")) {
            return List.of(1.0, 2.0, 3.0, 4.5);
        }
        return switch (datatype) {
            case BOOL -> List.of(true, false, false, true);
            case BYTES -> List.of("a", "é", "", "long text");
            case FP32, FP64, FP16, BF16 -> List.of(0.0, 1.0, 2.0, 100.0);
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> List.of(0L, 1L, 2L, 100L);
        };
    }
}
