package thaw.aws.runtime;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import thaw.telemetry.StructuredLog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The loop against a Runtime API that answers by a script, each answer over a connection that is then closed. */
@Timeout(60)
class RuntimeLoopTest {

    private static final RequestStreamHandler ECHO = (in, out, context) -> in.transferTo(out);

    private final ServerSocket server;
    private final List<String> heard = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    RuntimeLoopTest() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private static String next(String event) {
        return "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\nLambda-Runtime-Deadline-Ms: 99\r\n"
                + "Content-Length: " + event.length() + "\r\nConnection: close\r\n\r\n" + event;
    }

    private static String status(int status) {
        return "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }

    /** Answers as many requests as there are answers, then is gone. */
    private void script(String... answers) {
        Thread thread = new Thread(() -> {
            try (server) {
                for (String answer : answers) {
                    answer(answer);
                }
            } catch (IOException ended) {
                // With the test.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void answer(String answer) throws IOException {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(in, StandardCharsets.ISO_8859_1));
            String request = reader.readLine();
            int length = 0;
            for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring(16));
                }
            }
            char[] body = new char[length];
            for (int at = 0; at < length;) {
                at += reader.read(body, at, length - at);
            }
            heard.add(request.substring(0, request.lastIndexOf(' ')) + " " + new String(body));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void run(Supplier<RequestStreamHandler> handler) throws IOException {
        RuntimeLoop.of(Map.of("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.getLocalPort()),
                StructuredLog.to(new PrintStream(log, true, StandardCharsets.UTF_8),
                        StructuredLog.Level.WARN))
                .run(handler);
    }

    @Test
    void answersAndAsksForTheNextUntilLambdaIsGone() {
        script(next("one"), status(202), next("two"), status(202));
        assertThrows(IOException.class, () -> run(() -> ECHO));
        assertEquals(List.of("GET /2018-06-01/runtime/invocation/next ",
                "POST /2018-06-01/runtime/invocation/id-1/response one",
                "GET /2018-06-01/runtime/invocation/next ",
                "POST /2018-06-01/runtime/invocation/id-1/response two"), heard);
    }

    @Test
    void sendsAnAnswerOnceMoreIfTheConnectionWasLost() {
        script(next("one"), "", status(202));
        assertThrows(IOException.class, () -> run(() -> ECHO));
        assertEquals(2, heard.stream().filter("POST /2018-06-01/runtime/invocation/id-1/response one"::equals)
                .count(), heard.toString());
    }

    @Test
    void asksAgainWhereNoInvocationCame() {
        script(status(500), "nonsense\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                next("one"), status(202));
        assertThrows(IOException.class, () -> run(() -> ECHO));
        assertTrue(heard.contains("POST /2018-06-01/runtime/invocation/id-1/response one"), heard.toString());
        String told = log.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("lambda-runtime-aws-request-id"), told);
    }

    @Test
    void reportsAnAnswerThatLambdaDoesNotTakeAsAnError() {
        script(next("large"), status(413), status(202));
        assertThrows(IOException.class, () -> run(() -> ECHO));
        assertTrue(heard.get(2).startsWith("POST /2018-06-01/runtime/invocation/id-1/error "),
                heard.toString());
        assertTrue(heard.get(2).contains("413"), heard.toString());
    }

    @Test
    void reportsWhatAHandlerThrowsAndGoesOn() {
        script(next("one"), status(202), next("two"), status(202));
        assertThrows(IOException.class, () -> run(() -> (in, out, context) -> {
            throw new IllegalStateException("the reason");
        }));
        assertTrue(heard.get(1).startsWith("POST /2018-06-01/runtime/invocation/id-1/error "),
                heard.toString());
        assertTrue(heard.get(1).contains("the reason") && heard.get(1).contains("IllegalStateException"),
                heard.toString());
        assertEquals(4, heard.size(), heard.toString());
    }

    @Test
    void reportsWhyItCannotStart() {
        script(status(202));
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> run(() -> {
            throw new IllegalStateException("model digits: is missing");
        }));
        assertEquals("model digits: is missing", thrown.getMessage());
        assertTrue(heard.get(0).startsWith("POST /2018-06-01/runtime/init/error "), heard.toString());
        assertTrue(heard.get(0).contains("model digits: is missing"), heard.toString());
    }

    @Test
    void saysWhatItCannotServe() {
        StructuredLog quiet = StructuredLog.to(new PrintStream(log), StructuredLog.Level.WARN);
        assertThrows(IllegalArgumentException.class, () -> RuntimeLoop.of(Map.of(), quiet));
        assertThrows(IllegalArgumentException.class, () -> RuntimeLoop.of(
                Map.of("AWS_LAMBDA_RUNTIME_API", "a", "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"),
                quiet));
    }
}
