package thaw.local;

import java.nio.ByteBuffer;
import java.util.Map;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import thaw.json.Json;

/** What the server itself refuses, in the same form as every other error: {@code {"error": ...}}. Thread-safe. */
final class JsonErrors extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(Request request, Response response, int code, String message,
            Throwable cause, Callback callback) {
        String reason = HttpStatus.getMessage(code);
        write(response, code, message == null || message.equals(reason) ? reason : reason + ": " + message,
                callback);
    }

    static void write(Response response, int status, String message, Callback callback) {
        byte[] body = Json.bytes(Map.of("error", message));
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** The same, and the connection ends: what is left of the request is not read. */
    static void writeAndClose(Response response, int status, String message, Callback callback) {
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        write(response, status, message, callback);
    }
}
