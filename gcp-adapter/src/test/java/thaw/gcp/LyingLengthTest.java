package thaw.gcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.conformance.SampleData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Clients whose Content-Length is not what they send, over the wire. */
class LyingLengthTest {

    private static final String PUSH = "{\"message\":{\"data\":\"aGVsbG8=\",\"messageId\":\"1\"},"
            + "\"subscription\":\"s\"}";

    private FakeGoogle google;
    private Invoked invoked;

    @BeforeEach
    void start() throws Exception {
        google = new FakeGoogle();
        Map<String, String> environment = new HashMap<>(google.environment());
        environment.putAll(Map.of("THAW_TRIGGER", "stream", "THAW_MODEL", "sentiment", "THAW_MODELS",
                SampleData.models().toString(), "THAW_SINKS", "results", "THAW_SINK_RESULTS",
                "firestore:results"));
        invoked = new Invoked(environment, null);
    }

    @AfterEach
    void stop() {
        invoked.close();
        google.close();
    }

    /** A connection on which nobody waits for longer than the server waits for a client. */
    private Socket sent(String head, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), invoked.uri("/").getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("POST / HTTP/1.1\r\nHost: localhost\r\n" + head + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        String line = new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
        return line == null ? "closed" : line.split(" ")[1];
    }

    @Test
    void answersAtOnceWhoAnnouncesTooMuchAndSendsLittle() throws IOException {
        try (Socket socket = sent("Content-Length: 99999999", "{")) {
            assertEquals("413", status(socket));
        }
    }

    @Test
    void takesNoPartOfWhatWasAnnouncedForTheWhole() throws IOException {
        try (Socket socket = sent("Content-Length: " + (PUSH.length() + 10), PUSH)) {
            socket.shutdownOutput();
            assertTrue(!status(socket).startsWith("2"), "not acknowledged");
        }
        assertEquals(0, google.documents.size());
    }

    @Test
    void takesNoMoreThanWasAnnounced() throws IOException {
        try (Socket socket = sent("Content-Length: " + PUSH.length(), PUSH + "and more")) {
            assertEquals("204", status(socket));
        }
        assertEquals(1, google.documents("results").size());
    }

    @Test
    void refusesLengthsThatAreNone() throws IOException {
        for (String length : new String[]{"-1", "1e3", "99999999999999999999"}) {
            try (Socket socket = sent("Content-Length: " + length, PUSH)) {
                assertEquals("400", status(socket), length);
            }
        }
        assertEquals(0, google.documents.size());
    }
}
