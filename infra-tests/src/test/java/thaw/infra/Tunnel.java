package thaw.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy that leads every host to one port of this machine, so that a fake can answer for the real names. */
final class Tunnel implements AutoCloseable {

    private final ServerSocket entrance;
    private final int exit;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Tunnel(int exit) {
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        this.exit = exit;
        threads.execute(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket from = entrance.accept();
                threads.execute(() -> join(from));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket from) {
        try (from; Socket to = new Socket(InetAddress.getLoopbackAddress(), exit)) {
            skipRequest(from.getInputStream());
            from.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            threads.execute(() -> copy(to, from));
            copy(from, to);
        } catch (IOException broken) {
            // One side has gone; the other sees it.
        }
    }

    private static void skipRequest(InputStream in) throws IOException {
        int line = 0;
        for (int next = in.read(); next >= 0 && line < 2; next = line < 2 ? in.read() : next) {
            line = next == '\n' ? line + 1 : next == '\r' ? line : 0;
            if (line == 2) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            // One side has gone; the other sees it.
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (IOException alreadyClosed) {
            // That was the aim.
        }
        threads.shutdownNow();
    }
}
