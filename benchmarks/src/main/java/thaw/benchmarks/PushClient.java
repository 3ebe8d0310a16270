package thaw.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One client of a function behind HTTP: posts over a connection that it keeps, and costs as little as it can, for it runs
 * on the processors that are measured. Not thread-safe.
 */
final class PushClient implements PushLoad.Client {

    private static final int MILLIS = 60_000;

    private final PushedSentences sentences;
    private final Socket socket;
    private final InputStream answers;

    PushClient(PushedSentences sentences, int port) throws IOException {
        this.sentences = sentences;
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.socket.setTcpNoDelay(true);
        this.socket.setSoTimeout(MILLIS);
        this.answers = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Posts a push and waits for its answer.
     *
     * @throws IOException if it is another than 204, which has no body
     */
    @Override
    public void push(int message) throws IOException {
        byte[] body = sentences.envelope(message);
        byte[] head = ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        socket.getOutputStream().write(request);
        String status = line();
        if (!status.startsWith("HTTP/1.1 204")) {
            throw new IOException("expected 204, got " + status);
        }
        while (!line().isEmpty()) {
            // Headers say nothing that counts here.
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = answers.read(); letter != '\n'; letter = answers.read()) {
            if (letter < 0) {
                throw new IOException("the connection ended before the answer");
            }
            line.append((char) letter);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
