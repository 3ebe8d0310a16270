/**
 * The Open Inference Protocol V2: requests and responses, JSON and binary tensors, free of any transport.
 *
 * <p>Where the specification is silent: fields nobody knows are skipped, as Triton's own example sends some; null stands
 * for an absent field; an integral float such as {@code 1.0} is an integer, for clients that know no other number; 0 and 1
 * are booleans; a duplicate key, input or output is refused, because any choice between the two would be a guess.
 */
package thaw.protocol;
