package thaw.packaging.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import thaw.json.JsonObject;

/** A container platform: sends a request to the port as soon as something listens there. */
final class HttpCaller implements Caller {

    private static final int HUNDRED = 100;
    private static final int SUCCESSFUL = 2;
    private static final long PAUSE = 1;

    private final int port;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    HttpCaller() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
    }

    @Override
    public String variable() {
        return "PORT";
    }

    @Override
    public String place() {
        return Integer.toString(port);
    }

    @Override
    public void send(byte[] request) {
        JsonObject json = JsonObject.parse(request, "request");
        byte[] body = Base64.getDecoder().decode(json.string("body_base64", ""));
        HttpRequest call = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + port + json.string("path")))
                .header("content-type", json.string("content_type", "application/json"))
                .method(json.string("method"), BodyPublishers.ofByteArray(body)).build();
        Thread sender = new Thread(() -> untilAnswered(call), "caller");
        sender.setDaemon(true);
        sender.start();
    }

    // Refused until it listens: that is part of what a cold start takes.
    private void untilAnswered(HttpRequest call) {
        while (!closed) {
            try {
                HttpResponse<byte[]> answer = client.send(call, BodyHandlers.ofByteArray());
                answers.add(new Answer(answer.statusCode() / HUNDRED == SUCCESSFUL, answer.body()));
                return;
            } catch (IOException notYet) {
                try {
                    TimeUnit.MILLISECONDS.sleep(PAUSE);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                    return;
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public Answer await(Duration most) throws InterruptedException {
        return answers.poll(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
    }
}
