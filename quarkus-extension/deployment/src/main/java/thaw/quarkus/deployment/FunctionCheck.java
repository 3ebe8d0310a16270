package thaw.quarkus.deployment;

import java.util.Optional;

import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.LoadedModel;
import thaw.Payload;
import thaw.Predictor;
import thaw.TensorSpec;
import thaw.Tensors;

/**
 * Whether a function's predictor and its model fit: the predictor is made for the model, what it encodes of the model's own
 * sample is compared with the signature, and it decodes outputs of that model.
 *
 * @param definition of the function
 * @param loaded     its model
 */
record FunctionCheck<I, O>(FunctionDefinition<I, O> definition, LoadedModel loaded) {

    /**
     * Checks it.
     *
     * @throws InferenceException if they do not fit, naming the tensor, the expected and the actual
     */
    void run(Optional<Payload> sample) {
        Predictor<I, O> predictor = definition.predictor().create(loaded);
        Optional<Tensors> encoded = sample.flatMap(payload -> encoded(predictor, payload));
        encoded.ifPresent(loaded.model().signature()::check);
        Tensors inputs = encoded.orElseGet(
                () -> Tensors
                        .of(loaded.model().signature().inputs().stream().map(TensorSpec::smallest).toList()));
        decode(predictor, loaded.model().infer(inputs));
    }

    // The sample is the model's; a function with types of its own may take something else.
    private Optional<Tensors> encoded(Predictor<I, O> predictor, Payload payload) {
        try {
            return Optional.of(predictor.encode(definition.reader().read(payload, definition.limits())));
        } catch (RuntimeException notItsInput) {
            return Optional.empty();
        }
    }

    private static void decode(Predictor<?, ?> predictor, Tensors outputs) {
        try {
            predictor.decode(outputs);
        } catch (InferenceException failure) {
            // Of an output that the model lacks; any other is the code's answer to values that mean nothing.
            if (failure.kind() == InferenceException.Kind.INTERNAL) {
                throw failure;
            }
        } catch (RuntimeException ofTheseValues) {
            return;
        }
    }
}
