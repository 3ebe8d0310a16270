/** Admission of model runs, and the joining of concurrent calls into one run. */
package thaw.batch;
