/** A function in Java: own types before and after the model, no type of any cloud. */
package thaw.samples.triage;
