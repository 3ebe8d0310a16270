package thaw.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.TensorSpec;
import thaw.json.JsonObject;

/** The JSON form of a manifest. */
final class ManifestJson {

    private static final int FORMAT = 1;

    private ManifestJson() {}

    static Manifest read(Path file) {
        return PackageFiles.blaming(() -> parse(JsonObject.of(PackageFiles.json(file), file.toString())));
    }

    private static Manifest parse(JsonObject json) {
        json.integer("format", FORMAT, FORMAT);
        Manifest manifest = new Manifest(json.string("runtime"),
                files(json.object("files").orElseGet(() -> JsonObject.of(null, json.at("files")))),
                signature(
                        json.object("signature").orElseGet(() -> JsonObject.of(null, json.at("signature")))));
        json.requireKnown();
        return manifest;
    }

    private static SortedMap<String, Checksum> files(JsonObject json) {
        SortedMap<String, Checksum> files = new TreeMap<>();
        for (String name : json.keys()) {
            JsonObject file = JsonObject.of(json.get(name), json.at(name));
            long bytes = (long) file.number("bytes");
            files.put(name, new Checksum(file.string("sha256"), bytes));
            file.requireKnown();
        }
        return files;
    }

    private static ModelSignature signature(JsonObject json) {
        ModelSignature signature = new ModelSignature(specs(json.objects("inputs")),
                specs(json.objects("outputs")));
        json.requireKnown();
        return signature;
    }

    private static List<TensorSpec> specs(List<JsonObject> list) {
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonObject json : list) {
            long[] shape = json.numbers("shape").stream().mapToLong(Double::longValue).toArray();
            List<String> dimensions = json.strings("dimensions");
            if (dimensions.size() != shape.length) {
                throw thaw.InferenceException.mismatch(json.at("dimensions"), shape.length + " names",
                        dimensions);
            }
            specs.add(new TensorSpec(json.string("name"),
                    Datatype.named(json.string("datatype"), json.at("datatype")),
                    Shape.of(shape), dimensions));
            json.requireKnown();
        }
        return specs;
    }

    static Map<String, Object> tree(Manifest manifest) {
        Map<String, Object> files = new LinkedHashMap<>();
        manifest.files().forEach((name, checksum) -> files.put(name,
                Map.of("sha256", checksum.sha256(), "bytes", checksum.bytes())));
        Map<String, Object> signature = new LinkedHashMap<>();
        signature.put("inputs", trees(manifest.signature().inputs()));
        signature.put("outputs", trees(manifest.signature().outputs()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        tree.put("runtime", manifest.runtime());
        tree.put("files", files);
        tree.put("signature", signature);
        return tree;
    }

    private static List<Object> trees(List<TensorSpec> specs) {
        List<Object> trees = new ArrayList<>();
        for (TensorSpec spec : specs) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("name", spec.name());
            tree.put("datatype", spec.datatype().name());
            List<Object> shape = new ArrayList<>();
            for (long size : spec.shape().toArray()) {
                shape.add(size);
            }
            tree.put("shape", shape);
            tree.put("dimensions", spec.dimensions());
            trees.add(tree);
        }
        return trees;
    }
}
