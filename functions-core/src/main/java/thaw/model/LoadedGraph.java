package thaw.model;

import java.util.List;
import java.util.Objects;

import thaw.Model;

/**
 * A graph in memory.
 *
 * @param model  runs it
 * @param labels the names of the classes that the graph itself carries, in the order of the scores; empty if it has
 *               none
 */
public record LoadedGraph(Model model, List<String> labels) {
    public LoadedGraph {
        Objects.requireNonNull(model, "model");
        labels = List.copyOf(labels);
    }
}
