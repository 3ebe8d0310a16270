package thaw.azure;

import java.util.Optional;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import thaw.TriggerKind;

/** The entry to a function on requests. */
public final class HttpEntry {

    private final Functions functions;

    /** Of the app's function. */
    public HttpEntry() {
        this(Functions.OF_PROCESS);
    }

    HttpEntry(Functions functions) {
        this.functions = functions;
    }

    /** Answers a request. */
    public HttpResponseMessage run(
            @HttpTrigger(name = "request", route = "{*path}") HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return functions.of(TriggerKind.HTTP).answer(request, context);
    }

    /**
     * Answers a request to a function of one's own.
     *
     * @param request whose body is bound as a text or as bytes
     */
    public static HttpResponseMessage answer(HttpRequestMessage<?> request, ExecutionContext context) {
        return Functions.OF_PROCESS.of(TriggerKind.HTTP).answer(request, context);
    }
}
