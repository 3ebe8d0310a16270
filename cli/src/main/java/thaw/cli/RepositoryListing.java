package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.json.JsonObject;
import thaw.model.ModelRepository;

/**
 * The models of a repository's folder, without opening any.
 *
 * @param path   the folder
 * @param models by name
 */
record RepositoryListing(Path path, List<Entry> models) {

    private static final String ALIASES = "aliases.json";

    /**
     * One model.
     *
     * @param name     as callers use it
     * @param versions lowest first
     * @param aliases  as {@code aliases.json} has them
     */
    record Entry(String name, List<String> versions, Map<String, Object> aliases) {
        Entry {
            versions = List.copyOf(versions);
            aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        }
    }

    RepositoryListing {
        models = List.copyOf(models);
    }

    /** What a repository holds. */
    static RepositoryListing of(Path path, ModelRepository repository) {
        List<Entry> models = new ArrayList<>();
        for (String name : repository.names()) {
            models.add(new Entry(name, repository.versions(name), aliases(path, name)));
        }
        return new RepositoryListing(path, models);
    }

    // The path is the folder of one model, or that of all; the repository has checked what the file says.
    private static Map<String, Object> aliases(Path path, String name) {
        Path own = path.resolve(name).resolve(ALIASES);
        Path file = Files.exists(own) ? own : path.resolve(ALIASES);
        Map<String, Object> aliases = new LinkedHashMap<>();
        if (Files.exists(file)) {
            JsonObject json = JsonObject.parse(bytes(file), file.toString());
            json.keys().forEach(alias -> aliases.put(alias, json.get(alias)));
        }
        return aliases;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
