package thaw.aws.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A connection to the Runtime API that is kept from one request to the next, and made again when the other side has
 * closed it. For one thread.
 */
final class RuntimeConnection implements AutoCloseable {

    private static final int HTTP_PORT = 80;
    private static final String AGENT = "thaw/" + System.getProperty("java.version");

    private final String host;
    private final int port;
    private Socket socket;
    private AnswerReader answers;

    /**
     * Connects with the first request.
     *
     * @param address as {@code AWS_LAMBDA_RUNTIME_API} tells it: a host, or a host and a port
     */
    RuntimeConnection(String address) {
        int colon = address.lastIndexOf(':');
        this.host = colon < 0 ? address : address.substring(0, colon);
        this.port = colon < 0 ? HTTP_PORT : Integer.parseInt(address.substring(colon + 1));
    }

    /** Connects now, if it is not: beside what else a start does. */
    void open() throws IOException {
        if (socket != null) {
            return;
        }
        Socket made = new Socket();
        try {
            // Else the second half of a request waits until the first was acknowledged.
            made.setTcpNoDelay(true);
            made.connect(new InetSocketAddress(InetAddress.getByName(host), port));
            answers = new AnswerReader(new BufferedInputStream(made.getInputStream()));
            socket = made;
        } finally {
            if (socket == null) {
                made.close();
            }
        }
    }

    /**
     * Sends a request and reads its answer.
     *
     * @throws IOException if there is none; the next request connects anew
     */
    RuntimeAnswer exchange(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        boolean whole = false;
        try {
            open();
            send(head(method, path, headers, body), body);
            RuntimeAnswer answer = answers.read();
            whole = !answers.last();
            return answer;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    /** What refuses a body may answer before it has read it, and close: then the answer is what counts. */
    private void send(byte[] head, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            out.write(head);
            if (body.length > 0) {
                out.write(body);
            }
        } catch (IOException closed) {
            if (socket.getInputStream().available() == 0) {
                throw closed;
            }
        }
    }

    private byte[] head(String method, String path, Map<String, String> headers, byte[] body) {
        StringBuilder head = new StringBuilder(256).append(method).append(' ').append(path)
                .append(" HTTP/1.1\r\nHost: ").append(host).append(':').append(port)
                .append("\r\nUser-Agent: ").append(AGENT).append("\r\n");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (!method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        Socket closing = socket;
        socket = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException gone) {
                // Closed already is what was wanted.
            }
        }
    }
}
