package thaw.local;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Which lines are read, and how. Immutable.
 *
 * @param name      of the stream: in event ids and checkpoints, so it must not change between runs
 * @param origin    where the lines come from
 * @param lineBytes the longest line; what is longer is set aside, its beginning kept
 */
public record StreamSettings(String name, Origin origin, int lineBytes) {

    /** Where lines come from. */
    public sealed interface Origin {

        /**
         * A regular file, read on from the checkpoint.
         *
         * @param path   of the file
         * @param follow whether to wait for more at its end, and for the next file of that name, as {@code tail -F} does
         */
        record File(Path path, boolean follow) implements Origin {
            public File {
                path = path.toAbsolutePath().normalize();
            }
        }

        /**
         * A named pipe, kept open when its writers are gone, for the next.
         *
         * @param path of the pipe
         */
        record Pipe(Path path) implements Origin {
            public Pipe {
                path = path.toAbsolutePath().normalize();
            }
        }

        /**
         * An open stream such as standard input, read once to its end.
         *
         * @param stream closed by nobody
         */
        record Input(InputStream stream) implements Origin {
            public Input {
                Objects.requireNonNull(stream, "stream");
            }
        }
    }

    private static final int DEFAULT_LINE_BYTES = 1 << 20;

    public StreamSettings {
        Objects.requireNonNull(origin, "origin");
        if (name.isBlank() || lineBytes <= 0) {
            throw new IllegalArgumentException(
                    "stream '" + name + "': expected a name, and lines of more than "
                            + "0 bytes, got " + lineBytes);
        }
    }

    /** Lines of up to 1 MiB from there. */
    public static StreamSettings of(String name, Origin origin) {
        return new StreamSettings(name, origin, DEFAULT_LINE_BYTES);
    }

    /** The same with another longest line. */
    public StreamSettings lineBytes(int most) {
        return new StreamSettings(name, origin, most);
    }
}
