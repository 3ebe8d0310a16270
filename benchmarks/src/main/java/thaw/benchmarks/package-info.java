/** Measurements of Thaw, each beside what one would use instead. */
package thaw.benchmarks;
