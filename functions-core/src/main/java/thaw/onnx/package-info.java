/**
 * Models by ONNX Runtime ({@link thaw.onnx.OnnxModelRuntime}), what an ONNX file says, read without it
 * ({@link thaw.onnx.OnnxGraph}), and ways around what its Java binding cannot do: unsigned inputs, exact strings, and
 * maps at an acceptable cost.
 */
package thaw.onnx;
