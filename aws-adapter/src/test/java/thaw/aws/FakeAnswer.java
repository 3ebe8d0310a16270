package thaw.aws;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.json.Json;

/** What a service of {@link FakeAws} says, in its own words. */
record FakeAnswer(int status, Map<String, String> headers, byte[] body) {

    static FakeAnswer failed(FakeAws.Fault fault, boolean json) {
        FakeAnswer answer = json
                ? new FakeAnswer(fault.status(), Map.of("x-amzn-errortype", fault.code()),
                        Json.bytes(Map.of("__type", fault.code(), "message", "asked for by the test")))
                : xml(fault.status(),
                        "<Error><Code>" + fault.code() + "</Code><Message>asked for</Message></Error>");
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.putAll(fault.headers());
        return new FakeAnswer(answer.status(), headers, answer.body());
    }

    static FakeAnswer xml(int status, String document) {
        return new FakeAnswer(status, Map.of("content-type", "application/xml"),
                document.getBytes(StandardCharsets.UTF_8));
    }

    static FakeAnswer json(Object tree) {
        return new FakeAnswer(200, Map.of("content-type", "application/x-amz-json-1.0"), Json.bytes(tree));
    }
}
