/**
 * What a function's author and an adapter share: the definition of a function, tensors, events and results.
 *
 * <p>Most users need two types: {@link thaw.FunctionDefinition}, which says what runs and when, and
 * {@link thaw.Predictor}, their own pre- and post-processing. A model package without code needs neither.
 *
 * <p>Nothing here depends on a cloud, on ONNX Runtime, or on another package of Thaw.
 */
package thaw;
