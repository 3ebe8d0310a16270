package thaw.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import thaw.InferenceException;
import thaw.ModelReference;

/** Finds out which models and versions a path holds. */
final class RepositoryScan {

    private static final String ONNX = ".onnx";
    private static final String ONLY_VERSION = "1";
    private static final Pattern VERSION = Pattern.compile("v?[0-9].*");

    private final Path root;

    RepositoryScan(Path root) {
        this.root = root;
    }

    /** The models by name. */
    SortedMap<String, ModelVersions> models() {
        if (Files.isRegularFile(root)) {
            return graphAlone();
        }
        if (!Files.isDirectory(root)) {
            throw InferenceException.invalidModel(root.toString(),
                    "does not exist; expected a folder with model.onnx,"
                            + " a repository <model>/<version>/model.onnx, or an .onnx file");
        }
        if (Files.exists(root.resolve(ModelPackage.GRAPH))) {
            return one(packageAlone(root));
        }
        List<Path> folders = folders(root);
        return folders.stream().anyMatch(RepositoryScan::holdsGraph) ? one(versionsOf(root, folders))
                : many(folders);
    }

    private static SortedMap<String, ModelVersions> one(ModelVersions model) {
        return new TreeMap<>(Map.of(model.name(), model));
    }

    private SortedMap<String, ModelVersions> graphAlone() {
        String file = root.getFileName().toString();
        if (file.equals(ModelPackage.GRAPH)) {
            return one(packageAlone(root.toAbsolutePath().normalize().getParent()));
        }
        if (!file.endsWith(ONNX)) {
            throw InferenceException.invalidModel(root.toString(),
                    "expected a file ending in " + ONNX + ", a model package or a repository of them");
        }
        String name = requireName(file.substring(0, file.length() - ONNX.length()), root);
        return one(new ModelVersions(name, new TreeMap<>(Map.of(ONLY_VERSION, root)), Aliases.NONE));
    }

    /** A folder that is called like a version is named after the model's folder around it. */
    private static ModelVersions packageAlone(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        String name = String.valueOf(path.getFileName());
        boolean version = ModelVersions.numeric(name) && path.getNameCount() > 1;
        String model = version ? path.getParent().getFileName().toString() : name;
        return new ModelVersions(requireName(model, folder),
                new TreeMap<>(Map.of(version ? name : ONLY_VERSION, folder)), Aliases.NONE);
    }

    private ModelVersions versionsOf(Path folder, List<Path> versions) {
        Map<String, Path> paths = new HashMap<>();
        for (Path version : versions) {
            if (holdsGraph(version)) {
                paths.put(requireVersion(version, folder), version);
            }
        }
        String name = requireName(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()), folder);
        Path aliases = folder.resolve(Aliases.FILE);
        return new ModelVersions(name, new TreeMap<>(paths),
                Files.exists(aliases) ? Aliases.read(aliases, sorted(paths.keySet())) : Aliases.NONE);
    }

    private static List<String> sorted(java.util.Set<String> versions) {
        return versions.stream().sorted(ModelVersions.ORDER).toList();
    }

    private String requireVersion(Path version, Path folder) {
        String name = version.getFileName().toString();
        // Else a folder of packages without versions would pass as the versions of one model.
        boolean anyName = !folder.equals(root) || Files.exists(folder.resolve(Aliases.FILE));
        if (!anyName && !VERSION.matcher(name).matches()) {
            throw InferenceException.invalidModel(version.toString(),
                    "expected a version such as " + folder.resolve("1") + ", or the model '" + name
                            + "' with its versions, such as " + version.resolve("1").resolve(
                                    ModelPackage.GRAPH));
        }
        return requireName(name, version);
    }

    private SortedMap<String, ModelVersions> many(List<Path> folders) {
        SortedMap<String, ModelVersions> models = new TreeMap<>();
        for (Path folder : folders) {
            List<Path> versions = folders(folder);
            if (versions.stream().anyMatch(RepositoryScan::holdsGraph)) {
                ModelVersions model = versionsOf(folder, versions);
                models.put(model.name(), model);
            } else if (Files.exists(folder.resolve(Aliases.FILE))) {
                throw nothingIn(folder, "a version such as " + folder.resolve("1/" + ModelPackage.GRAPH));
            }
        }
        if (models.isEmpty()) {
            throw nothingIn(root, ModelPackage.GRAPH + ", <version>/" + ModelPackage.GRAPH
                    + " or <model>/<version>/" + ModelPackage.GRAPH);
        }
        return models;
    }

    private static InferenceException nothingIn(Path folder, String expected) {
        return InferenceException.invalidModel(folder.toString(), "holds no model, expected " + expected);
    }

    private static boolean holdsGraph(Path folder) {
        return Files.exists(folder.resolve(ModelPackage.GRAPH));
    }

    private static List<Path> folders(Path parent) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent,
                entry -> Files.isDirectory(entry) && !entry.getFileName().toString().startsWith("."))) {
            entries.forEach(folders::add);
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(parent.toString(), "cannot be listed: " + unreadable,
                    unreadable);
        }
        folders.sort(Comparator.naturalOrder());
        return folders;
    }

    private static String requireName(String name, Path path) {
        try {
            return ModelReference.to(name).name();
        } catch (InferenceException unusable) {
            throw InferenceException.invalidModel(path.toString(),
                    "cannot be asked for by its name: " + unusable.getMessage(), unusable);
        }
    }
}
