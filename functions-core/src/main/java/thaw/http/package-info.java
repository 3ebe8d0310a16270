/**
 * Requests and answers of HTTP, free of any server: the Open Inference Protocol's paths, and the natural endpoint that takes
 * an image, features or text as they are.
 *
 * <p>{@link thaw.http.InferenceEndpoints} is the way in: an adapter maps its request to a trigger and the result back.
 */
package thaw.http;
