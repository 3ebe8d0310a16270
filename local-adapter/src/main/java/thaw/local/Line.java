package thaw.local;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerItem;

/**
 * One line of a stream.
 *
 * @param generation of its source, see {@link StreamCheckpoints.Checkpoint}
 * @param offset     of its first byte in that generation
 * @param next       of the first byte after it and its line break
 * @param head       its bytes without the line break; of one that is too long, its beginning
 * @param whole      whether the head is all of it
 */
record Line(long generation, long offset, long next, byte[] head, boolean whole) {

    private static final String JSON = "application/json";

    /** The offset tells equal lines apart, the hash tells a replay from another stream of the same name. */
    String eventId(String stream) {
        return stream + ":" + generation + ":" + offset + ":" + Fingerprint.of(head);
    }

    TriggerItem item(String stream) {
        String reference = stream + "#" + generation + "@" + offset;
        return new TriggerItem(generation + ":" + offset, eventId(stream), "", reference, payload(reference));
    }

    private Payload payload(String reference) {
        if (whole) {
            return Payload.of(head, JSON);
        }
        InferenceException refusal = InferenceException.tooLarge(reference, head.length, next - offset,
                "bytes a line");
        return Payload.streamed(
                () -> new SequenceInputStream(new ByteArrayInputStream(head), new Refusing(refusal)), -1,
                JSON);
    }

    /** Where a restart goes on once this line is stored. */
    StreamCheckpoints.Checkpoint checkpoint() {
        return new StreamCheckpoints.Checkpoint(generation, next,
                (next - offset) + ":" + head.length + ":" + Fingerprint.of(head));
    }

    /** What stands for the rest of a line that is too long: whoever reads on is told. */
    private static final class Refusing extends InputStream {
        private final InferenceException refusal;

        Refusing(InferenceException refusal) {
            this.refusal = refusal;
        }

        @Override
        public int read() {
            throw refusal;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (length == 0) {
                return 0;
            }
            throw refusal;
        }
    }
}
