package thaw;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The inputs and outputs of a model, in the graph's order. Immutable, thread-safe.
 *
 * @param inputs  what must be given
 * @param outputs what can be asked for
 */
public record ModelSignature(List<TensorSpec> inputs, List<TensorSpec> outputs) {

    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Whether dimension 0 is open in every input and output, so that requests can share a model run. */
    public boolean batchable() {
        return !inputs.isEmpty() && inputs.stream().allMatch(TensorSpec::batchable)
                && outputs.stream().allMatch(TensorSpec::batchable);
    }

    /**
     * The input of that name.
     *
     * @throws InferenceException malformed, naming those that there are
     */
    public TensorSpec input(String name) {
        for (TensorSpec input : inputs) {
            if (input.name().equals(name)) {
                return input;
            }
        }
        throw InferenceException.mismatch("input '" + name + "'", "one of " + names(inputs),
                "an unknown input");
    }

    /**
     * The output of that name.
     *
     * @throws InferenceException malformed, naming those that there are
     */
    public TensorSpec output(String name) {
        for (TensorSpec output : outputs) {
            if (output.name().equals(name)) {
                return output;
            }
        }
        throw InferenceException.mismatch("output '" + name + "'", "one of " + names(outputs),
                "an unknown output");
    }

    /**
     * Checks that exactly the inputs of the model are given, each with its datatype and shape, and that dimensions of
     * one symbolic name have one size.
     *
     * @throws InferenceException malformed, naming the input, the expected and the actual
     */
    public void check(Tensors tensors) {
        for (Tensor tensor : tensors) {
            input(tensor.name()).check(tensor);
        }
        for (TensorSpec input : inputs) {
            if (!tensors.contains(input.name())) {
                throw InferenceException.mismatch("input '" + input.name() + "'",
                        input.datatype() + " of shape " + input.shape(), "nothing");
            }
        }
        if (inputs.size() > 1) {
            checkSymbols(tensors);
        }
    }

    private void checkSymbols(Tensors tensors) {
        Map<String, Long> sizes = new HashMap<>();
        for (TensorSpec input : inputs) {
            for (int i = 0; i < input.dimensions().size(); i++) {
                String symbol = input.dimensions().get(i);
                long actual = tensors.tensor(input.name()).shape().dimension(i);
                Long expected = symbol.isEmpty() ? null : sizes.putIfAbsent(symbol, actual);
                if (expected != null && expected != actual) {
                    throw InferenceException.mismatch("input '" + input.name() + "' dimension " + i,
                            expected + ", the size of '" + symbol + "' in another input", actual);
                }
            }
        }
    }

    /** Checks that each is an output of the model. */
    public void checkOutputs(Set<String> names) {
        names.forEach(this::output);
    }

    private static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::name).toList();
    }

    // Written out, as hashCode: a record's own are made when they are first called, while a function starts.
    @Override
    public boolean equals(Object other) {
        return other instanceof ModelSignature that && inputs.equals(that.inputs)
                && outputs.equals(that.outputs);
    }

    @Override
    public int hashCode() {
        return 31 * inputs.hashCode() + outputs.hashCode();
    }
}
