package thaw.onnx;

import java.util.List;
import java.util.Optional;

import thaw.Shape;
import thaw.TensorSpec;
import thaw.Tensors;

/**
 * What shape an output is expected to have, from those of the inputs: so that its buffer can be there before the run.
 * Only a guess, since ONNX promises nothing of the kind; ONNX Runtime refuses a buffer of another shape.
 */
final class ShapeRule {

    /** Where a size comes from: fixed, or a dimension of an input. */
    private record Source(long size, String input, int dimension) {}

    private final Source[] sources;

    private ShapeRule(Source[] sources) {
        this.sources = sources;
    }

    /** The rule of an output; none if a size is named by no input. */
    static Optional<ShapeRule> of(TensorSpec output, List<TensorSpec> inputs) {
        Source[] sources = new Source[output.shape().rank()];
        for (int i = 0; i < sources.length; i++) {
            Optional<Source> source = source(output, i, inputs);
            if (source.isEmpty()) {
                return Optional.empty();
            }
            sources[i] = source.get();
        }
        return Optional.of(new ShapeRule(sources));
    }

    private static Optional<Source> source(TensorSpec output, int dimension, List<TensorSpec> inputs) {
        long size = output.shape().dimension(dimension);
        if (size != Shape.ANY) {
            return Optional.of(new Source(size, "", 0));
        }
        String symbol = output.dimensions().get(dimension);
        for (TensorSpec input : inputs) {
            int found = symbol.isEmpty() ? -1 : input.dimensions().indexOf(symbol);
            if (found >= 0) {
                return Optional.of(new Source(Shape.ANY, input.name(), found));
            }
        }
        // Exporters often leave the number of rows without a name.
        return dimension == 0
                ? inputs.stream().filter(TensorSpec::batchable).findFirst()
                        .map(input -> new Source(Shape.ANY, input.name(), 0))
                : Optional.empty();
    }

    /** The sizes for these inputs. */
    long[] predict(Tensors inputs) {
        long[] sizes = new long[sources.length];
        for (int i = 0; i < sizes.length; i++) {
            Source source = sources[i];
            sizes[i] = source.input().isEmpty() ? source.size()
                    : inputs.tensor(source.input()).shape().dimension(source.dimension());
        }
        return sizes;
    }
}
