package thaw.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import thaw.InferenceException;
import thaw.ModelReference;
import thaw.hosting.ObjectStore.StoredObject;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.model.Manifest;
import thaw.model.ModelPackage;
import thaw.model.ModelRepository;

/** The versions of one model as a listing shows them. Not thread-safe. */
final class RemoteVersions {

    private static final String ALIASES = "aliases.json";

    private final String root;
    private final List<StoredObject> objects;
    private Set<String> chosen = Set.of();

    /** Objects whose keys begin with that root, {@code prefix/model/}. */
    RemoteVersions(String root, List<StoredObject> objects) {
        this.root = root;
        this.objects = objects;
    }

    /** The files of the versions that a request can get, as the rules of every repository choose them. */
    List<StoredObject> wanted(ModelReference model, Path scratch, RemoteDownload download)
            throws IOException, ObjectStore.Replaced {
        Path outline = Files.createDirectories(scratch.resolve("outline").resolve(model.name()));
        for (StoredObject object : objects) {
            String name = name(object);
            if (name.equals(ALIASES)) {
                Files.write(outline.resolve(ALIASES), download.bytes(object));
            } else if (name.endsWith("/" + ModelPackage.GRAPH)) {
                // Which versions there are is all that the choice depends on: an empty file says so.
                Path graph = inside(outline, name);
                Files.createDirectories(graph.getParent());
                Files.createFile(graph);
            }
        }
        chosen = Set.copyOf(ModelRepository.open(outline.getParent()).choices(model));
        return objects.stream().filter(object -> chosen.contains(version(object))).toList();
    }

    /** Of these, the graphs that a start does without: their manifest names another form, which is there. */
    List<StoredObject> spared(List<StoredObject> wanted, RemoteDownload download)
            throws IOException, ObjectStore.Replaced {
        Set<String> names = wanted.stream().map(this::name).collect(Collectors.toSet());
        List<StoredObject> spared = new ArrayList<>();
        for (StoredObject object : wanted) {
            String manifest = version(object) + "/" + Manifest.FILE;
            if (name(object).equals(version(object) + "/" + ModelPackage.GRAPH) && names.contains(manifest)) {
                StoredObject promise = wanted.stream().filter(one -> name(one).equals(manifest)).findFirst()
                        .orElseThrow();
                if (forms(download.bytes(promise)).stream()
                        .anyMatch(form -> names.contains(version(object) + "/" + form))) {
                    spared.add(object);
                }
            }
        }
        return spared;
    }

    // A manifest that cannot be read spares nothing, and is refused when the model is loaded.
    private static List<String> forms(byte[] manifest) {
        try {
            return JsonObject.parse(manifest, Manifest.FILE).objects("optimised").stream()
                    .map(form -> form.string("file")).toList();
        } catch (InferenceException unreadable) {
            return List.of();
        }
    }

    private String name(StoredObject object) {
        return object.key().substring(root.length());
    }

    private String version(StoredObject object) {
        String name = name(object);
        int slash = name.indexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    /** Where an object belongs in the model's folder. */
    Path local(Path folder, StoredObject object) {
        return inside(folder, name(object));
    }

    private static Path inside(Path folder, String name) {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder)) {
            throw InferenceException.invalidModel(name, "leads out of the model's folder");
        }
        return path;
    }

    /** The aliases of the versions that were fetched; those of others would lead nowhere. */
    void writeAliases(Path folder, RemoteDownload download) throws IOException, ObjectStore.Replaced {
        Optional<StoredObject> file = objects.stream().filter(object -> name(object).equals(ALIASES))
                .findFirst();
        if (file.isPresent()) {
            JsonObject all = JsonObject.parse(download.bytes(file.get()), file.get().key());
            Files.write(folder.resolve(ALIASES), Json.bytes(kept(all)));
        }
    }

    private Map<String, Object> kept(JsonObject aliases) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (String name : aliases.keys()) {
            Object value = aliases.get(name);
            if (value instanceof Map<?, ?> shares) {
                Map<Object, Object> here = shares.entrySet().stream()
                        .filter(share -> chosen.contains(share.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
                if (!here.isEmpty()) {
                    kept.put(name, here);
                }
            } else if (chosen.contains(String.valueOf(value))) {
                kept.put(name, value);
            }
        }
        return kept;
    }
}
