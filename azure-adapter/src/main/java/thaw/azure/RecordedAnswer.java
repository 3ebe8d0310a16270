package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;

/** An answer as the host gets it, {@code RpcHttp} in protobuf's JSON form. Not thread-safe. */
final class RecordedAnswer implements HttpResponseMessage, HttpResponseMessage.Builder {

    private final Map<String, String> headers = new LinkedHashMap<>();
    private HttpStatusType status;
    private Object body;

    RecordedAnswer(HttpStatusType status) {
        this.status = status;
    }

    @Override
    public HttpStatusType getStatus() {
        return status;
    }

    @Override
    public String getHeader(String key) {
        return headers.get(key);
    }

    @Override
    public Object getBody() {
        return body;
    }

    @Override
    public Builder status(HttpStatusType other) {
        status = other;
        return this;
    }

    @Override
    public Builder header(String key, String value) {
        headers.put(key, value);
        return this;
    }

    @Override
    public Builder body(Object content) {
        body = content;
        return this;
    }

    @Override
    public HttpResponseMessage build() {
        return this;
    }

    Map<String, Object> tree() {
        Map<String, Object> http = new LinkedHashMap<>();
        http.put("statusCode", Integer.toString(status.value()));
        http.put("headers", headers);
        byte[] bytes = body instanceof byte[] known ? known
                : String.valueOf(body).getBytes(StandardCharsets.UTF_8);
        http.put("body", Map.of("bytes", Base64.getEncoder().encodeToString(bytes)));
        return http;
    }
}
