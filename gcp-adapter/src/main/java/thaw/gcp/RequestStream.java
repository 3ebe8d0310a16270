package thaw.gcp;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import com.google.cloud.functions.HttpRequest;
import thaw.Payload;

/**
 * The body of a request, which comes once and may be asked for several times. Not thread-safe: one request, one thread at
 * a time.
 */
final class RequestStream implements Payload.Source {

    // A client that is still sending reads no answer: what was refused for its size is taken off its hands, up to here.
    private static final long MOST_DISCARDED = 96L << 20;

    private final HttpRequest request;
    private byte[] first;
    private boolean ended;

    RequestStream(HttpRequest request) {
        this.request = request;
    }

    @Override
    public InputStream open() throws IOException {
        return first == null ? new Remembering(request.getInputStream()) : new ByteArrayInputStream(first);
    }

    /** Whether there may be more than anybody wanted to read. */
    boolean leftUnread() {
        boolean sent = request.getContentLength() > 0
                || request.getFirstHeader("Transfer-Encoding").isPresent();
        return sent && first == null && !ended && !expectsConsent();
    }

    /** Reads and forgets it. */
    void discard() {
        byte[] buffer = new byte[64 << 10];
        try (InputStream rest = request.getInputStream()) {
            long left = MOST_DISCARDED;
            for (int read = rest.read(buffer); read >= 0 && left > 0; read = rest.read(buffer)) {
                left -= read;
            }
        } catch (IOException gone) {
            // The answer stands, whether the client is there to read it or not.
        }
    }

    // It sends nothing before it is told to.
    private boolean expectsConsent() {
        return request.getFirstHeader("Expect").isPresent();
    }

    /** Keeps what {@link Payload#bytes} reads in one go, so that it can be read again. */
    private final class Remembering extends FilterInputStream {
        Remembering(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            ended |= value < 0;
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int count = super.read(bytes, from, most);
            ended |= count < 0;
            return count;
        }

        @Override
        public byte[] readNBytes(int most) throws IOException {
            byte[] bytes = super.readNBytes(most);
            if (bytes.length < most) {
                first = bytes;
            }
            return bytes;
        }

        @Override
        public void close() {
            // The rest is discarded when the answer is known.
        }
    }
}
