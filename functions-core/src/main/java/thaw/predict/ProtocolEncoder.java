package thaw.predict;

import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Tensors;
import thaw.protocol.InferenceReader;

/** Reads the tensors themselves, as a JSON request of the protocol, for a package that does not describe its input. */
final class ProtocolEncoder implements InputEncoder {

    private final ModelSignature signature;
    private final long bodyBytes;
    private final InferenceReader reader;

    ProtocolEncoder(ModelSignature signature, Limits limits) {
        this.signature = signature;
        this.bodyBytes = limits.bodyBytes();
        this.reader = new InferenceReader(limits);
    }

    @Override
    public Tensors encode(Payload payload) {
        Tensors tensors = reader.read(payload.bytes(bodyBytes)).inputs();
        signature.check(tensors);
        // A prediction is one answer; a batch of rows is what the infer endpoint is for.
        if (signature.batchable() && tensors.rows() != 1) {
            throw InferenceException.mismatch("inputs", "one row in every tensor, as a prediction is of one",
                    tensors);
        }
        return tensors;
    }
}
