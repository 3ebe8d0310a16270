package thaw.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Tensor;
import thaw.Tensors;
import thaw.json.Json;

/**
 * Reads inference requests: the JSON, then the binary data of its tensors. No tensor is allocated before the bytes that it
 * claims are known to be there. Immutable, thread-safe.
 */
public final class InferenceReader {

    /** The HTTP header that gives the JSON's length when binary data follow it. */
    public static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    static final String BODY = "request body";

    private final JsonFactory factory;
    private final boolean allowNonFinite;

    /** A reader within these limits: the depth of JSON, and whether NaN and infinities are accepted. */
    public InferenceReader(Limits limits) {
        factory = Json.factory(limits.jsonDepth());
        allowNonFinite = limits.allowNonFinite();
    }

    /**
     * The request in a body that is JSON as a whole.
     *
     * @throws InferenceException malformed, naming the tensor or field, the expected and the actual; unsupported, if it
     *                            asks for an extension that is not offered
     */
    public InferenceRequest read(byte[] body) {
        return read(body, body.length);
    }

    /**
     * The request in a body that begins with that many bytes of JSON; the tensors' binary data follow in their order.
     *
     * @throws InferenceException as {@link #read(byte[])}, and if the length is not within the body
     */
    public InferenceRequest read(byte[] body, int jsonLength) {
        if (jsonLength < 0 || jsonLength > body.length) {
            throw InferenceException.mismatch("header " + HEADER_LENGTH, "a length of at most the body's "
                    + body.length + " bytes", jsonLength);
        }
        Utf8.require(body, 0, jsonLength, BODY);
        Envelope envelope = envelope(body, jsonLength);
        return new InferenceRequest(envelope.id(), envelope.parameters(),
                tensors(envelope.inputs(), body, jsonLength), envelope.outputs());
    }

    private Envelope envelope(byte[] body, int jsonLength) {
        try (JsonParser parser = factory.createParser(body, 0, jsonLength)) {
            return Envelope.read(parser);
        } catch (JsonProcessingException invalid) {
            throw Json.malformed(BODY, invalid);
        } catch (NumberFormatException beyond) {
            // A limit that a library sets itself: whichever it is, the body is at fault.
            throw InferenceException.malformed(BODY,
                    "expected numbers that can be read: " + beyond.getMessage(),
                    beyond);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Tensors tensors(List<InputHeader> inputs, byte[] body, int jsonLength) {
        List<Tensor> tensors = new ArrayList<>(inputs.size());
        int at = jsonLength;
        for (InputHeader input : inputs) {
            if (input.binarySize() < 0) {
                tensors.add(JsonData.read(input, body, factory));
            } else {
                requireThere(input, body.length - at);
                tensors.add(BinaryData.read(input, body, at, allowNonFinite));
                at += input.binarySize();
            }
        }
        if (at != body.length) {
            throw InferenceException.mismatch(BODY, "its end after the binary data of the inputs",
                    body.length - at + " bytes more");
        }
        return Tensors.of(tensors);
    }

    private static void requireThere(InputHeader input, int left) {
        if (input.binarySize() > left) {
            throw InferenceException.mismatch(input.culprit() + " binary_data_size",
                    "at most the " + left + " bytes that follow the JSON", input.binarySize());
        }
    }

    /**
     * The request whose body is nothing but the data of the model's only input: all outputs are wanted, in binary form.
     * A leading open dimension is one row; one other open dimension follows from the number of bytes; a BYTES input is one
     * element, the body as it is.
     *
     * @throws InferenceException malformed, if the model has another number of inputs or the bytes do not fit its shape
     */
    public InferenceRequest readRaw(byte[] body, ModelSignature signature) {
        Tensor input = RawInput.of(signature).read(body, allowNonFinite);
        return new InferenceRequest("", Map.of(Parameters.BINARY_DATA_OUTPUT, true), Tensors.of(input),
                List.of());
    }
}
