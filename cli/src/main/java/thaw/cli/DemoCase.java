package thaw.cli;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One held-out input of a sample, with the answer that is right.
 *
 * @param model       that is asked
 * @param way         how it gets there: folder, HTTP or stream
 * @param name        of the input, by which its answer is found
 * @param contentType of the body
 * @param body        what is sent
 * @param expected    the right label
 */
record DemoCase(String model, Way way, String name, String contentType, byte[] body, String expected) {

    /** How an input reaches the model. */
    enum Way {
        /** Copied into the watched folder. */
        FOLDER("folder"),
        /** Posted. */
        HTTP("HTTP"),
        /** A line of the stream. */
        STREAM("stream");

        private final String text;

        Way(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    DemoCase {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(way, "way");
        Objects.requireNonNull(expected, "expected");
    }

    /** The name of a file, without its folders. */
    static String nameOf(Path file) {
        return file.getFileName().toString();
    }
}
