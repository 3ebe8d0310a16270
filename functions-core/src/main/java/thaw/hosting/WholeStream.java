package thaw.hosting;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer that told its length: fails where it ends before, since the JDK's client for HTTP then gives a part
 * for the whole. Not thread-safe.
 */
public final class WholeStream extends FilterInputStream {

    private final long length;
    private long read;

    /**
     * A stream of so many bytes.
     *
     * @param length -1 if it is not told
     */
    public WholeStream(InputStream stream, long length) {
        super(stream);
        this.length = length;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        int count = super.read(bytes, from, most);
        count(count);
        return count;
    }

    @Override
    public long skip(long most) throws IOException {
        long skipped = super.skip(most);
        read += skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int more) throws IOException {
        if (more >= 0) {
            read += more;
        } else if (read < length) {
            throw new EOFException("the connection ended after " + read + " of " + length + " bytes");
        }
    }
}
