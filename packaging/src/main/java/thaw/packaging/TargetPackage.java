package thaw.packaging;

import java.io.IOException;

/** Makes the artefact of one target. */
@FunctionalInterface
interface TargetPackage {

    /**
     * Fills the draft's folder.
     *
     * @throws IOException             if a file cannot be read or written
     * @throws thaw.InferenceException if something asked for cannot be had, saying what to do
     */
    Artefact make(Draft draft) throws IOException;
}
