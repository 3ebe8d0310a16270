package thaw.http;

import java.util.Map;
import java.util.function.Supplier;

import thaw.ModelId;
import thaw.TriggerEvent.HttpTrigger;

/**
 * Keeps what a model answered. Called before the answer leaves, so that whoever got an answer can find it again.
 * Thread-safe.
 */
@FunctionalInterface
public interface AnswerRecorder {

    /** Keeps nothing. */
    AnswerRecorder NONE = (request, model, output, nanos) -> {};

    /**
     * Keeps one answer.
     *
     * @param request what was asked
     * @param model   which version answered
     * @param output  makes the fields of the prediction, or of the output tensors, if they are kept
     * @param nanos   from the request's arrival to the prediction
     * @throws thaw.InferenceException unavailable, if it could not be kept; then the caller gets that instead
     */
    void record(HttpTrigger request, ModelId model, Supplier<Map<String, Object>> output, long nanos);
}
