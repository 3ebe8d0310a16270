package thaw.packaging;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.packaging.files.Library;
import thaw.packaging.start.StartCommand;

/**
 * What a target made of a function.
 *
 * @param file      that is deployed
 * @param files     in it, by path, with their sizes before compression
 * @param libraries whose classes are in it
 * @param handler   that the platform calls; empty where it needs no name
 * @param models    what was done with each version of its model
 * @param start     how it is run here; empty where only the platform can
 * @param budgets   of its platform
 * @param notes     what was left out, and why
 */
record Artefact(Path file, SortedMap<String, Long> files, List<Library> libraries, String handler,
        List<ModelPreparation> models, Optional<StartCommand> start, List<Budget> budgets,
        List<String> notes) {

    Artefact {
        Objects.requireNonNull(file, "file");
        files = new TreeMap<>(files);
        libraries = List.copyOf(libraries);
        Objects.requireNonNull(handler, "handler");
        models = List.copyOf(models);
        Objects.requireNonNull(start, "start");
        budgets = List.copyOf(budgets);
        notes = List.copyOf(notes);
    }
}
