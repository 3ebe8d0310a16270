package thaw.azure.event;

import java.nio.ByteBuffer;
import java.util.Map;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import thaw.InferenceException;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;

/** Answers to requests, as the worker takes them. */
public final class HttpAnswers {

    private HttpAnswers() {}

    /** The answer; its body is bytes, whatever the content type says, so that nobody converts it. */
    public static HttpResponseMessage message(HttpRequestMessage<?> request, HttpResult result) {
        HttpResponseMessage.Builder answer = request
                .createResponseBuilder(HttpStatusType.custom(result.status()));
        result.headers().forEach(answer::header);
        byte[] body = new byte[result.body().remaining()];
        result.body().duplicate().get(body);
        return answer.body(body).build();
    }

    /** The refusal of a request that could not be read. */
    public static HttpResult refused(InferenceException reason) {
        return new HttpResult(reason.kind().status(), Map.of("content-type", "application/json"),
                ByteBuffer.wrap(Json.bytes(Map.of("error", String.valueOf(reason.getMessage())))));
    }
}
