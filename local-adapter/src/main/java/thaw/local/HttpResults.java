package thaw.local;

import thaw.http.AnswerRecorder;

/** Which answers over HTTP are kept as rows of the table {@code results}. */
public enum HttpResults {
    /** Those of {@code /predict} and of the tensor protocol. */
    ALL,
    /** Those of {@code /predict} alone. */
    PREDICTIONS,
    /** None: the fastest. */
    NONE;

    private static final String PREDICT = "/predict";

    AnswerRecorder of(AnswerRecorder all) {
        return switch (this) {
            case ALL -> all;
            case PREDICTIONS -> (request, model, output, nanos) -> {
                if (request.path().endsWith(PREDICT)) {
                    all.record(request, model, output, nanos);
                }
            };
            case NONE -> AnswerRecorder.NONE;
        };
    }
}
