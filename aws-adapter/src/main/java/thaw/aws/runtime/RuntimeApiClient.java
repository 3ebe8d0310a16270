package thaw.aws.runtime;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.json.Json;

/** What an instance says to Lambda, over a connection of its own. For one thread. */
final class RuntimeApiClient implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final Map<String, String> DOCUMENT = Map.of("Content-Type", "application/json");
    private static final byte[] NOTHING = {};

    private final RuntimeConnection connection;

    RuntimeApiClient(String address) {
        this.connection = new RuntimeConnection(address);
    }

    /**
     * Waits for the next invocation, however long that takes: with the question Lambda knows that the instance is ready.
     *
     * @throws IOException if Lambda does not answer, or not with an invocation
     */
    RuntimeInvocation next() throws IOException {
        return RuntimeInvocation.of(connection.exchange("GET", ROOT + "invocation/next", Map.of(), NOTHING));
    }

    /**
     * Hands an answer over.
     *
     * @throws IOException if Lambda does not take it: it is too large, or came too late
     */
    void respond(String id, byte[] answer) throws IOException {
        RuntimeAnswer taken = post("invocation/" + id + "/response", DOCUMENT, answer);
        if (!taken.ok()) {
            throw new ProtocolException(
                    "Lambda refuses the answer of " + answer.length + " bytes with the status "
                            + taken.status());
        }
    }

    /** Says that an invocation failed. */
    void fail(String id, Throwable failure) throws IOException {
        report("invocation/" + id + "/error", failure);
    }

    /** Says that the instance cannot start. */
    void failInit(Throwable failure) throws IOException {
        report("init/error", failure);
    }

    private void report(String path, Throwable failure) throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("errorMessage", String.valueOf(failure.getLocalizedMessage()));
        document.put("errorType", failure.getClass().getName());
        document.put("stackTrace",
                Arrays.stream(failure.getStackTrace()).map(StackTraceElement::toString).toList());
        Map<String, String> headers = new LinkedHashMap<>(DOCUMENT);
        // What AWS's own client says of an exception that is not its own.
        headers.put("Lambda-Runtime-Function-Error-Type", "Runtime.UserException");
        post(path, headers, Json.bytes(document));
    }

    /** Once more if the connection was lost: what did arrive is refused the second time, and nothing comes of that. */
    private RuntimeAnswer post(String path, Map<String, String> headers, byte[] body) throws IOException {
        try {
            return connection.exchange("POST", ROOT + path, headers, body);
        } catch (ProtocolException notHttp) {
            throw notHttp;
        } catch (IOException lost) {
            return connection.exchange("POST", ROOT + path, headers, body);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
