package thaw.azure.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import thaw.hosting.WholeStream;

/** What a service said to a request. The body is read once, or the answer is closed. Not thread-safe. */
final class RestAnswer implements AutoCloseable {

    private static final int MOST_OF_A_REASON = 64 << 10;
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"([^\"]+)\"|<Code>([^<]+)</Code>");

    private final HttpURLConnection connection;
    private final int status;

    RestAnswer(HttpURLConnection connection) throws IOException {
        this.connection = connection;
        this.status = connection.getResponseCode();
    }

    int status() {
        return status;
    }

    boolean good() {
        return status < 300;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name));
    }

    /** The body as it comes in, which fails where it is cut short; closing it early gives the connection up. */
    InputStream stream() throws IOException {
        InputStream body = good() ? connection.getInputStream() : connection.getErrorStream();
        // What HEAD tells is the length of a body that does not come.
        boolean none = body == null || connection.getRequestMethod().equals("HEAD");
        return none ? InputStream.nullInputStream()
                : new WholeStream(body, connection.getContentLengthLong());
    }

    byte[] bytes() throws IOException {
        try (InputStream stream = stream()) {
            return stream.readAllBytes();
        }
    }

    /** The service's name for what is wrong, such as {@code ConditionNotMet}; {@code HTTP 404} if it gives none. */
    String code() {
        return header("x-ms-error-code").orElseGet(this::codeInBody);
    }

    private String codeInBody() {
        try (InputStream stream = stream()) {
            String text = new String(stream.readNBytes(MOST_OF_A_REASON), StandardCharsets.UTF_8);
            Matcher code = CODE.matcher(text);
            if (code.find()) {
                return code.group(1) == null ? code.group(2) : code.group(1);
            }
        } catch (IOException unreadable) {
            // The status says enough.
        }
        return "HTTP " + status;
    }

    /** Reads what is left, so that the connection serves again. */
    @Override
    public void close() {
        try {
            bytes();
        } catch (IOException gone) {
            connection.disconnect();
        }
    }
}
