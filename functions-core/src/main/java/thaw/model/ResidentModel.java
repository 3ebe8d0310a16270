package thaw.model;

import java.util.List;
import java.util.Map;

import thaw.LoadedModel;
import thaw.Model;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;

/** A model in memory, with the count of those who use it. Thread-safe. */
final class ResidentModel implements LoadedModel {

    private final Model model;
    private final List<String> labels;
    private final Map<String, Object> settings;
    private final Predictor<Payload, Prediction> predictor;
    private final UseCount uses = new UseCount();
    // Several threads write it without order: which of two uses was the last never matters.
    private long lastUse = System.nanoTime();

    ResidentModel(Model model, List<String> labels, Map<String, Object> settings,
            Predictor<Payload, Prediction> predictor) {
        this.model = model;
        this.labels = List.copyOf(labels);
        this.settings = settings;
        this.predictor = predictor;
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public Map<String, Object> settings() {
        return settings;
    }

    @Override
    public Predictor<Payload, Prediction> packagePredictor() {
        return predictor;
    }

    UseCount uses() {
        return uses;
    }

    void touch() {
        lastUse = System.nanoTime();
    }

    /** On {@link System#nanoTime()}'s clock. */
    long lastUse() {
        return lastUse;
    }
}
