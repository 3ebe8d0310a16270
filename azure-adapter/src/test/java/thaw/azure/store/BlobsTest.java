package thaw.azure.store;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.Payload;
import thaw.azure.event.BlobReference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BlobsTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nETag: \"0x1\"\r\nContent-Length: 1000\r\n"
            + "Connection: close\r\n\r\n";

    private static Blobs of(ServerSocket server) {
        return new Blobs(new Accounts(Map.of("THAW_CONNECTION_ACCT",
                "AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:" + server.getLocalPort())));
    }

    /** Answers one request with that many bytes of the thousand that it announces. */
    private static CompletableFuture<Void> answer(ServerSocket server, int bytes) {
        return CompletableFuture.runAsync(() -> {
            try (Socket connection = server.accept()) {
                connection.getInputStream().read(new byte[4096]);
                OutputStream out = connection.getOutputStream();
                out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[bytes]);
                out.flush();
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    /** A part of a picture would be poison, and a part of a text another text. */
    @Test
    void takesABlobThatIsCutShortForUnreadableNowAndNotForItsWhole() throws Exception {
        BlobReference blob = new BlobReference("acct", "c", "b", "0x1", 1000);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = answer(server, 500);
            Payload payload = Payload.streamed(() -> of(server).open(blob), 1000, "");
            InferenceException failure = assertThrows(InferenceException.class, () -> payload.bytes(2000));
            // Newer JDKs say so themselves, in other words.
            assertTrue(failure.retryable(), failure.toString());
            answered.join();
        }
    }

    @Test
    void readsTheSizeOfABlobFromAnAnswerWithoutABody() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = answer(server, 0);
            BlobReference now = of(server).current(new BlobReference("acct", "c", "b", "", -1));
            assertEquals(new BlobReference("acct", "c", "b", "0x1", 1000), now);
            answered.join();
        }
    }
}
