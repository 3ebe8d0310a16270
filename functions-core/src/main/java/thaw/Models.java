package thaw;

import java.util.List;

/** Where a running function gets its model. Thread-safe. */
public interface Models {

    /** A model that stays loaded until the lease is closed. */
    interface Lease extends AutoCloseable {

        /** The model leased. */
        LoadedModel loaded();

        /** Gives it back. Closing twice does nothing. */
        @Override
        void close();
    }

    /**
     * The model referred to, loaded and primed now if it was not before.
     *
     * @throws InferenceException not found, if there is no such model or version; invalid model, if its package cannot
     *                            be used; unavailable, if it does not fit into the memory budget just now
     */
    Lease lease(ModelReference reference);

    /** The names of the models that can be asked for, sorted. */
    List<String> names();

    /**
     * The versions of a model, lowest first.
     *
     * @throws InferenceException not found, naming the models that there are
     */
    List<String> versions(String name);

    /**
     * Whether a request for that model would be answered without loading anything first.
     *
     * @throws InferenceException not found, if there is no such model or version
     */
    boolean ready(ModelReference reference);
}
