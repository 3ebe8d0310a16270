/** Runs an artefact here as its platform does, and tells how long each phase of its start takes. */
package thaw.packaging.start;
