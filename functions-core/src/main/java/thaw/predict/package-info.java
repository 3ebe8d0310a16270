/**
 * Pre- and post-processing that needs no code: what {@code model.json} says, checked against the model's graph.
 *
 * <p>{@link thaw.predict.PackagePredictors} makes the predictor of a model package; nothing else is needed. The keys of
 * {@code model.json} are documented in {@code docs/model-json.md}.
 */
package thaw.predict;
