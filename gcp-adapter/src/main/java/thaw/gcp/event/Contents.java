package thaw.gcp.event;

import java.io.ByteArrayInputStream;

import thaw.InferenceException;
import thaw.Payload;
import thaw.hosting.BrokenItem;
import thaw.http.ContentCoding;

/** The bytes of an event, without the compression that it names. */
final class Contents {

    private Contents() {}

    /** A payload that is decompressed when it is read; what is broken in it is then the item's own poison. */
    static Payload payload(byte[] bytes, String contentType, String encoding, long limit) {
        ContentCoding coding;
        try {
            coding = ContentCoding.of(encoding);
        } catch (InferenceException unknown) {
            return BrokenItem.payload(unknown);
        }
        return coding == ContentCoding.IDENTITY ? Payload.of(bytes, contentType)
                : Payload.streamed(() -> new ByteArrayInputStream(coding.decode(bytes, limit)), -1,
                        contentType);
    }
}
