package thaw.quarkus.runtime;

import thaw.LoadedModel;
import thaw.ModelReference;
import thaw.Models;
import thaw.Predictor;
import thaw.PredictorFactory;
import thaw.Tensors;

/** A predictor as it is injected: made for the version of the model that is in memory. Thread-safe. */
final class HostedPredictor<I, O> implements Predictor<I, O> {

    private record Bound<I, O>(LoadedModel loaded, Predictor<I, O> predictor) {}

    private final HostedModels models;
    private final ModelReference reference;
    private final PredictorFactory<I, O> factory;
    private volatile Bound<I, O> bound;

    HostedPredictor(HostedModels models, ModelReference reference, PredictorFactory<I, O> factory) {
        this.models = models;
        this.reference = reference;
        this.factory = factory;
    }

    private Predictor<I, O> predictor() {
        try (Models.Lease lease = models.models().lease(reference)) {
            Bound<I, O> known = bound;
            if (known == null || known.loaded() != lease.loaded()) {
                known = new Bound<>(lease.loaded(), factory.create(lease.loaded()));
                bound = known;
            }
            return known.predictor();
        }
    }

    @Override
    public Tensors encode(I input) {
        return predictor().encode(input);
    }

    @Override
    public O decode(Tensors outputs) {
        return predictor().decode(outputs);
    }
}
