package thaw.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

import thaw.json.Json;
import thaw.model.Checksum;
import thaw.packaging.files.Dependencies;
import thaw.packaging.files.Library;
import thaw.packaging.files.Licences;

/** What an artefact is made of, in the JSON of CycloneDX 1.6. Without a time: the same artefact has the same bill. */
final class BillOfMaterials {

    /** The file's name. */
    static final String FILE = "bom.json";

    private static final String SPECIFICATION = "1.6";
    private static final String FUNCTION = "function";
    private static final List<String> OURS = List.of("Apache-2.0");
    // Whichever of them a target fills; a model that stays in a repository lies beside them.
    private static final List<String> FOLDERS = List.of("task", "app", "root", "");

    private BillOfMaterials() {}

    static byte[] of(Draft draft, Artefact artefact) throws IOException {
        List<Object> components = new ArrayList<>();
        List<Library> libraries = Dependencies.named(artefact.libraries());
        libraries.forEach(library -> components.add(library(library)));
        List<String> models = Stream
                .concat(artefact.files().keySet().stream(), draft.repositoryFiles().keySet().stream())
                .filter(file -> file.endsWith(".onnx")).toList();
        for (String file : models) {
            components.add(model(file, draft));
        }
        Map<String, Object> bom = new LinkedHashMap<>();
        bom.put("bomFormat", "CycloneDX");
        bom.put("specVersion", SPECIFICATION);
        bom.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(
                Json.text(components).getBytes(StandardCharsets.UTF_8)));
        bom.put("version", 1);
        bom.put("metadata", Map.of("component", function(draft)));
        bom.put("components", components);
        bom.put("dependencies", dependencies(libraries, models));
        return Json.bytes(bom);
    }

    /** Who needs whom; the function, what nobody else does. */
    private static List<Object> dependencies(List<Library> libraries, List<String> models) {
        Dependencies known = new Dependencies(libraries);
        Set<String> roots = new TreeSet<>(models);
        libraries.forEach(library -> roots.add(reference(library)));
        List<Object> all = new ArrayList<>();
        for (Library library : libraries) {
            List<String> needed = known.needed(library).stream().map(BillOfMaterials::reference).sorted()
                    .toList();
            roots.removeAll(needed);
            all.add(dependency(reference(library), needed));
        }
        models.forEach(model -> all.add(dependency(model, List.of())));
        all.add(0, dependency(FUNCTION, List.copyOf(roots)));
        return all;
    }

    private static Map<String, Object> dependency(String reference, List<String> needed) {
        Map<String, Object> dependency = new LinkedHashMap<>();
        dependency.put("ref", reference);
        dependency.put("dependsOn", needed);
        return dependency;
    }

    private static String reference(Library library) {
        return library.file().getFileName().toString();
    }

    private static Map<String, Object> function(Draft draft) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "application");
        component.put("bom-ref", FUNCTION);
        component.put("name", draft.function().name());
        return component;
    }

    private static Map<String, Object> library(Library library) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "library");
        component.put("bom-ref", reference(library));
        if (!library.group().isEmpty()) {
            component.put("group", library.group());
        }
        component.put("name", library.artifact());
        component.put("version", library.version());
        component.put("hashes", hashes(library.file()));
        List<String> licences = library.group().equals("dev.thaw") ? OURS : Licences.of(library);
        if (!licences.isEmpty()) {
            component.put("licenses",
                    licences.stream().map(name -> Map.of("license", Map.of("id", name))).toList());
        }
        if (!library.group().isEmpty()) {
            component.put("purl", "pkg:maven/" + library.group() + "/" + library.artifact() + "@"
                    + library.version());
        }
        return component;
    }

    private static Map<String, Object> model(String file, Draft draft) {
        String[] parts = file.split("/");
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "machine-learning-model");
        component.put("bom-ref", file);
        component.put("name", draft.function().model().name());
        component.put("version", parts[parts.length - 2]);
        Optional<Path> copy = FOLDERS.stream()
                .map(folder -> draft.folder().path().resolve(folder).resolve(file))
                .filter(Files::isRegularFile).findFirst();
        copy.ifPresent(path -> component.put("hashes", hashes(path)));
        return component;
    }

    private static List<Object> hashes(Path file) {
        Map<String, Object> hash = new LinkedHashMap<>();
        hash.put("alg", "SHA-256");
        hash.put("content", Checksum.of(file).sha256());
        return List.of(hash);
    }
}
