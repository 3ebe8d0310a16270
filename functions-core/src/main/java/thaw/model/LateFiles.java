package thaw.model;

import java.nio.file.Path;

/** Brings files of a package that a start does without, should it need one after all. Thread-safe. */
@FunctionalInterface
public interface LateFiles {

    /** Everything is there. */
    LateFiles NONE = file -> {};

    /**
     * Puts a file into its place, if it is one of those that are still missing; a hole of its size is there until then.
     *
     * @throws thaw.InferenceException unavailable, if it cannot be had any more
     */
    void bring(Path file);
}
