package thaw.http;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.LoadedModel;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.Payload;
import thaw.Predictor;
import thaw.Tensors;
import thaw.batch.Gatherer;

/**
 * Answers with a function's own reader, predictor and writer. Thread-safe.
 *
 * @param <I> what the predictor takes
 * @param <O> what it gives
 */
final class NaturalEndpoint<I, O> {

    private final FunctionDefinition<I, O> definition;
    /** By version: a predictor is made once per loaded model, and a model that is loaded again is another one. */
    private final Map<ModelId, Made<I, O>> predictors = new ConcurrentHashMap<>();

    NaturalEndpoint(FunctionDefinition<I, O> definition) {
        this.definition = Objects.requireNonNull(definition, "definition");
    }

    /** The model of a request that names no version: the function's own choice. */
    ModelReference reference(Route route) {
        return route.version().isEmpty() ? definition.model() : route.reference();
    }

    Map<String, Object> answer(Payload body, LoadedModel loaded, Gatherer gatherer, Deadline deadline) {
        Predictor<I, O> predictor = predictor(loaded);
        Tensors inputs = predictor.encode(definition.reader().read(body, definition.limits()));
        loaded.model().signature().check(inputs);
        Tensors outputs = gatherer.infer(loaded.model(), inputs, Set.of(), deadline);
        return definition.writer().write(predictor.decode(outputs));
    }

    private Predictor<I, O> predictor(LoadedModel loaded) {
        return predictors.compute(loaded.model().id(),
                (id, made) -> made != null && made.model == loaded ? made
                        : new Made<>(loaded, definition.predictor().create(loaded))).predictor;
    }

    private record Made<I, O>(LoadedModel model, Predictor<I, O> predictor) {}
}
