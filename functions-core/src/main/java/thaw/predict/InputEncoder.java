package thaw.predict;

import thaw.Payload;
import thaw.Tensors;

/** Turns what a trigger delivered into the model's inputs. Thread-safe. */
sealed interface InputEncoder permits ImageEncoder, ProtocolEncoder, TabularEncoder, TextEncoder {

    /**
     * One row for every input of the model.
     *
     * @throws thaw.InferenceException malformed, too large or unsupported media, naming the field at fault
     */
    Tensors encode(Payload payload);
}
