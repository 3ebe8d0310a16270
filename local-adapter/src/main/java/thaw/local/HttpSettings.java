package thaw.local;

import java.time.Duration;
import java.util.Objects;

/**
 * How the HTTP server listens. Immutable.
 *
 * @param host        the address bound; loopback unless told
 * @param port        0 for any free one
 * @param headerBytes the most a request line and headers may take together
 * @param bodyTime    the longest a body may take to arrive
 * @param idle        how long a connection may be silent, between requests and within one
 * @param connections how many may be open; the next waits unaccepted
 * @param grace       how long requests under way may go on once the server stops
 */
public record HttpSettings(String host, int port, int headerBytes, Duration bodyTime, Duration idle,
        int connections, Duration grace) {

    public HttpSettings {
        Objects.requireNonNull(host, "host");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 0 to 65535, got " + port);
        }
        requirePositive("headerBytes", headerBytes);
        requirePositive("connections", connections);
        requirePositive("bodyTime", bodyTime.toMillis());
        requirePositive("idle", idle.toMillis());
        requirePositive("grace", grace.toMillis());
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": expected more than 0, got " + value);
        }
    }

    /** Loopback, 16 KiB of headers, bodies within 30 s, 30 s of silence, 1,024 connections, 10 s of grace. */
    public static HttpSettings onPort(int port) {
        return new HttpSettings("127.0.0.1", port, 16 << 10, Duration.ofSeconds(30), Duration.ofSeconds(30),
                1024, Duration.ofSeconds(10));
    }

    /** The same on another address, for example {@code 0.0.0.0}. */
    public HttpSettings host(String address) {
        return new HttpSettings(address, port, headerBytes, bodyTime, idle, connections, grace);
    }

    /** The same with other times. */
    public HttpSettings times(Duration body, Duration silence, Duration stopping) {
        return new HttpSettings(host, port, headerBytes, body, silence, connections, stopping);
    }

    /** The same with another number of connections. */
    public HttpSettings connections(int most) {
        return new HttpSettings(host, port, headerBytes, bodyTime, idle, most, grace);
    }
}
