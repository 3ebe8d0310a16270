package thaw.azure;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import thaw.InferenceException;
import thaw.hosting.BrokenItem;
import thaw.json.JsonObject;

/** A value that the host sends, {@code TypedData} in protobuf's JSON form, as the worker gives it to a parameter. */
final class RecordedData {

    private final JsonObject data;

    RecordedData(JsonObject data) {
        this.data = data;
    }

    /** The value for a parameter of that type; null if the host sent none. */
    Object as(Class<?> type) {
        if (data.keys().isEmpty()) {
            return null;
        }
        if (type == HttpRequestMessage.class) {
            return new Request(data.required("http"));
        }
        if (type == byte[].class) {
            return data.has("bytes") ? bytes("bytes")
                    : data.string("string").getBytes(StandardCharsets.UTF_8);
        }
        if (type == String.class) {
            return data.string("string", data.string("json", ""));
        }
        if (type == byte[][].class) {
            JsonObject list = data.required("collectionBytes");
            return list.strings("bytes").stream().map(text -> BrokenItem.base64(text, list.at("bytes")))
                    .toArray(byte[][]::new);
        }
        if (type == String[].class) {
            return data.required("collectionString").strings("string").toArray(String[]::new);
        }
        if (type == long[].class) {
            // A number of 64 bits is a text in protobuf's JSON.
            return data.required("collectionSint64").strings("sint64").stream().mapToLong(Long::parseLong)
                    .toArray();
        }
        throw InferenceException.mismatch(data.at(""), "data for a parameter of type " + type.getSimpleName(),
                data.keys());
    }

    private byte[] bytes(String name) {
        return BrokenItem.base64(data.string(name), data.at(name));
    }

    /** A request as the host describes it. */
    private record Request(JsonObject http) implements HttpRequestMessage<Object> {

        @Override
        public URI getUri() {
            return URI.create(http.string("url"));
        }

        @Override
        public HttpMethod getHttpMethod() {
            return HttpMethod.value(http.string("method"));
        }

        @Override
        public Map<String, String> getHeaders() {
            return texts("headers");
        }

        @Override
        public Map<String, String> getQueryParameters() {
            return texts("query");
        }

        private Map<String, String> texts(String name) {
            Map<String, String> texts = new LinkedHashMap<>();
            http.object(name)
                    .ifPresent(all -> all.keys().forEach(key -> texts.put(key, all.string(key, ""))));
            return texts;
        }

        @Override
        public Object getBody() {
            Optional<JsonObject> body = http.object("body").filter(data -> !data.keys().isEmpty());
            return body
                    .map(data -> new RecordedData(data).as(data.has("bytes") ? byte[].class : String.class));
        }

        @Override
        public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
            return new RecordedAnswer(status);
        }

        @Override
        public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
            return new RecordedAnswer(status);
        }
    }

    /** The names of a request's inputs, by name. */
    static Map<String, RecordedData> inputs(List<JsonObject> bindings) {
        Map<String, RecordedData> inputs = new LinkedHashMap<>();
        bindings.forEach(binding -> inputs.put(binding.string("name"),
                new RecordedData(binding.object("data").orElseGet(() -> JsonObject.of(Map.of(), "data")))));
        return inputs;
    }
}
