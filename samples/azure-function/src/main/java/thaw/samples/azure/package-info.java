/** A function app whose triggers are annotations in its own project. */
package thaw.samples.azure;
