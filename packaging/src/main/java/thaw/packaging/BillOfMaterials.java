package thaw.packaging;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import thaw.json.Json;
import thaw.model.Checksum;
import thaw.packaging.files.Library;

/** What an artefact is made of, in the JSON of CycloneDX 1.6. Without a time: the same artefact has the same bill. */
final class BillOfMaterials {

    /** The file's name. */
    static final String FILE = "bom.json";

    private static final String SPECIFICATION = "1.6";

    private BillOfMaterials() {}

    static byte[] of(Draft draft, Artefact artefact) {
        List<Object> components = new ArrayList<>();
        artefact.libraries().forEach(library -> components.add(library(library)));
        artefact.files().keySet().stream().filter(file -> file.endsWith(".onnx"))
                .forEach(file -> components.add(model(file, draft)));
        Map<String, Object> bom = new LinkedHashMap<>();
        bom.put("bomFormat", "CycloneDX");
        bom.put("specVersion", SPECIFICATION);
        bom.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(
                Json.text(components).getBytes(StandardCharsets.UTF_8)));
        bom.put("version", 1);
        bom.put("metadata", Map.of("component", function(draft)));
        bom.put("components", components);
        return Json.bytes(bom);
    }

    private static Map<String, Object> function(Draft draft) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "application");
        component.put("bom-ref", "function");
        component.put("name", draft.function().name());
        return component;
    }

    private static Map<String, Object> library(Library library) {
        Map<String, Object> component = new LinkedHashMap<>();
        component.put("type", "library");
        component.put("bom-ref", library.file().getFileName().toString());
        if (!library.group().isEmpty()) {
            component.put("group", library.group());
        }
        component.put("name", library.artifact());
        component.put("version", library.version());
        component.put("hashes", hashes(library.file()));
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
        return component;
    }

    private static List<Object> hashes(Path file) {
        Map<String, Object> hash = new LinkedHashMap<>();
        hash.put("alg", "SHA-256");
        hash.put("content", Checksum.of(file).sha256());
        return List.of(hash);
    }
}
