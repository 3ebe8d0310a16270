package thaw.onnx;

import java.util.OptionalLong;

/**
 * Where a tensor keeps its data when that is not in the model's file.
 *
 * @param tensor name of the tensor, possibly empty
 * @param location path relative to the model's folder, inside of it, with forward slashes
 * @param offset first byte in that file
 * @param length bytes in that file; empty: up to its end
 */
public record ExternalData(String tensor, String location, long offset, OptionalLong length) {}
