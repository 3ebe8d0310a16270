package thaw.protocol;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A response as it goes over the wire.
 *
 * @param body       position to limit: the JSON, then the binary data
 * @param jsonLength bytes of JSON
 */
public record EncodedResponse(ByteBuffer body, int jsonLength) {

    public EncodedResponse {
        Objects.requireNonNull(body, "body");
    }

    /** Whether binary data follow the JSON, whose length the caller must then be told. */
    public boolean binary() {
        return jsonLength < body.remaining();
    }
}
