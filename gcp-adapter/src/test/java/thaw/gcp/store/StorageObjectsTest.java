package thaw.gcp.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.Payload;
import thaw.gcp.event.BlobReference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Objects whose connection ends before they do. */
class StorageObjectsTest {

    private static final byte[] TEXT = "not a good day, nor a lovely one".getBytes(StandardCharsets.UTF_8);

    private HttpServer store;
    private volatile int sent = TEXT.length;
    private volatile boolean told = true;

    @BeforeEach
    void start() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", this::answer);
        store.start();
    }

    @AfterEach
    void stop() {
        store.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, told ? TEXT.length : 0);
        exchange.getResponseBody().write(TEXT, 0, sent);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private Payload object() {
        StorageObjects objects = new StorageObjects(new GoogleClient(
                Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:" + store.getAddress().getPort())));
        return Payload.streamed(() -> objects.open(new BlobReference("uploads", "a.txt", "1", -1)), -1, "");
    }

    @Test
    void readsAnObjectWhoseLengthIsToldAndOneWhoseLengthIsNot() {
        assertEquals(new String(TEXT, StandardCharsets.UTF_8), object().text(1000));
        told = false;
        assertEquals(new String(TEXT, StandardCharsets.UTF_8), object().text(1000));
    }

    @Test
    void neverTakesAPartOfAnObjectForTheWhole() {
        sent = "not a good day".length();
        InferenceException failure = assertThrows(InferenceException.class, () -> object().bytes(1000));
        assertEquals(InferenceException.Kind.UNAVAILABLE, failure.kind(), failure.getMessage());
        assertThrows(IOException.class, () -> {
            try (InputStream stream = object().open()) {
                while (stream.read() >= 0) {
                    // On to the end, byte by byte.
                }
            }
        });
    }
}
