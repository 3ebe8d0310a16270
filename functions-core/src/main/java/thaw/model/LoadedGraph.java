package thaw.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import thaw.Model;

/**
 * A graph in memory.
 *
 * @param model  runs it
 * @param labels the names of the classes that the graph itself carries, in the order of the scores; empty if it has
 *               none
 * @param quantisation how the weights of what runs were brought into fewer bits; empty if they are the original's
 * @param detour why the package's optimised files could not be used; empty if one was, or there is none
 */
public record LoadedGraph(Model model, List<String> labels, String quantisation, Optional<String> detour) {
    public LoadedGraph {
        Objects.requireNonNull(model, "model");
        labels = List.copyOf(labels);
        Objects.requireNonNull(quantisation, "quantisation");
        Objects.requireNonNull(detour, "detour");
    }

    /** Loaded as it was meant to be. */
    public LoadedGraph(Model model, List<String> labels) {
        this(model, labels, "", Optional.empty());
    }
}
