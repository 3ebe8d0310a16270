package thaw.packaging.start;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What an artefact said to a request.
 *
 * @param ok   whether it answered, rather than failed
 * @param body its answer, or its failure as the platform reports it
 */
public record Answer(boolean ok, byte[] body) {

    public Answer {
        Objects.requireNonNull(body, "body");
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
