package thaw.aws.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads answers of HTTP/1.1 from a connection: a length, chunks, or all until it is closed. For one thread. */
final class AnswerReader {

    private static final int LONGEST_LINE = 64 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int RADIX = 16;
    private static final int INFORMATIONAL = 1;
    private static final int NO_CONTENT = 204;

    private final InputStream in;
    private boolean last;

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /** Whether the other side closes the connection after what was read. */
    boolean last() {
        return last;
    }

    /**
     * Reads one answer, and over those that only announce one.
     *
     * @throws EOFException      if the connection is closed before its end
     * @throws ProtocolException if it is no answer of HTTP/1.1
     */
    RuntimeAnswer read() throws IOException {
        while (true) {
            String line = line();
            int status = status(line);
            Map<String, String> headers = headers();
            if (status / 100 != INFORMATIONAL) {
                last = line.startsWith("HTTP/1.0") || "close".equalsIgnoreCase(headers.get("connection"));
                return new RuntimeAnswer(status, headers, body(status, headers));
            }
        }
    }

    private static int status(String line) throws ProtocolException {
        if (line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ') {
            int status = number(line.substring(9, 12), 10, "status");
            if (status >= 100) {
                return status;
            }
        }
        throw new ProtocolException("expected an answer of HTTP/1.1, got '" + shown(line) + "'");
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0 || headers.size() == MOST_HEADERS) {
                throw new ProtocolException("expected at most " + MOST_HEADERS + " headers, each a name and a"
                        + " value, got '" + shown(line) + "'");
            }
            headers.put(line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        return headers;
    }

    private byte[] body(int status, Map<String, String> headers) throws IOException {
        if (status == NO_CONTENT) {
            return new byte[0];
        }
        String coding = headers.get("transfer-encoding");
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new ProtocolException("expected the transfer encoding chunked, got '" + coding + "'");
            }
            return chunks();
        }
        String length = headers.get("content-length");
        if (length == null) {
            last = true;
            return in.readAllBytes();
        }
        return exactly(number(length, 10, "content-length"));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.writeBytes(exactly(size));
            if (!line().isEmpty()) {
                throw new ProtocolException("expected the end of a chunk of " + size + " bytes");
            }
        }
        headers();
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        String line = line();
        int extension = line.indexOf(';');
        return number((extension < 0 ? line : line.substring(0, extension)).trim(), RADIX, "chunk's size");
    }

    /** Never more memory than there are bytes, whatever length was promised. */
    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection was closed after " + bytes.length + " of " + length
                    + " bytes");
        }
        return bytes;
    }

    private static int number(String digits, int radix, String what) throws ProtocolException {
        try {
            int number = Integer.parseInt(digits, radix);
            if (number >= 0 && Character.digit(digits.charAt(0), radix) >= 0) {
                return number;
            }
        } catch (NumberFormatException toldBelow) {
            // As any other that is none.
        }
        throw new ProtocolException("expected a number as " + what + ", got '" + shown(digits) + "'");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed before the end of an answer");
            }
            if (line.length() == LONGEST_LINE) {
                throw new ProtocolException("expected lines of at most " + LONGEST_LINE + " bytes");
            }
            line.append((char) next);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private static String shown(String text) {
        return text.substring(0, Math.min(80, text.length()));
    }
}
