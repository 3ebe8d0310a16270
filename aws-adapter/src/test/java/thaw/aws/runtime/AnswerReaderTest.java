package thaw.aws.runtime;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnswerReaderTest {

    private static AnswerReader over(String bytes) {
        return new AnswerReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String body(RuntimeAnswer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsOneAnswerBehindTheOtherOverOneConnection() throws IOException {
        AnswerReader reader = over("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-A:  b \r\n\r\nabc"
                + "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\nT: r\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\n\r\n");
        RuntimeAnswer first = reader.read();
        assertEquals("abc", body(first));
        assertEquals(Optional.of("b"), first.header("x-a"));
        RuntimeAnswer second = reader.read();
        assertEquals(202, second.status());
        assertEquals("def", body(second));
        assertEquals("", body(reader.read()));
        assertFalse(reader.last());
    }

    @Test
    void readsToTheEndWhatHasNoLength() throws IOException {
        AnswerReader reader = over("HTTP/1.1 413 Too Large\r\n\r\nmuch");
        assertEquals("much", body(reader.read()));
        assertTrue(reader.last());
    }

    @Test
    void knowsThatTheConnectionIsClosedAfterwards() throws IOException {
        AnswerReader reader = over("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n");
        reader.read();
        assertTrue(reader.last());
    }

    @Test
    void passesOverWhatOnlyAnnouncesAnAnswer() throws IOException {
        assertEquals(200, over("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                .read().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"})
    void saysThatAnAnswerWasCut(String bytes) {
        assertThrows(EOFException.class, () -> over(bytes).read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
            "HTTP/1.1 -20 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n"})
    void refusesWhatIsNoAnswer(String bytes) {
        assertThrows(ProtocolException.class, () -> over(bytes).read());
    }

    @Test
    void failsOnRandomBytesAsOnAnyBrokenConnection() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> parts = List.of("HTTP/1.1 ", "200", " OK", "\r\n", "Content-Length: ", "12",
                "Transfer-Encoding: chunked", ":", ";", "-", "\0", "f", "\n", "ÿ");
        for (int i = 0; i < 20_000; i++) {
            StringBuilder bytes = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                bytes.append(parts.get(random.nextInt(parts.size())));
            }
            try {
                over(bytes.toString()).read();
            } catch (IOException expected) {
                // Nothing else may come of it.
            }
        }
    }
}
