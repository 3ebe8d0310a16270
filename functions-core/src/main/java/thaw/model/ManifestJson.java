package thaw.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import thaw.Datatype;
import thaw.InferenceException;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.TensorSpec;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * The JSON form of a manifest. Its last member is the CRC-32C of all bytes before it: what it says of labels, datatypes and
 * other files is believed at a start, so that a changed byte in it must be noticed, too.
 */
final class ManifestJson {

    private static final int FORMAT = 1;
    private static final String SUM = "crc32c";

    private ManifestJson() {}

    static Manifest read(Path file) {
        byte[] bytes = PackageFiles.bytes(file);
        return PackageFiles.blaming(() -> {
            JsonObject json = JsonObject.parse(bytes, file.toString());
            json.integer("format", FORMAT, FORMAT);
            requireWhole(bytes, file);
            return parse(json);
        });
    }

    private static void requireWhole(byte[] bytes, Path file) {
        int end = Math.max(0, bytes.length - seal("").length());
        String expected = seal(new String(bytes, 0, end, StandardCharsets.UTF_8));
        if (!expected.equals(new String(bytes, end, bytes.length - end, StandardCharsets.UTF_8))) {
            throw InferenceException.invalidModel(file.toString(),
                    "was changed after it was packaged: expected it to end with " + expected
                            + "; package the model anew");
        }
    }

    /** The file of a manifest. */
    static byte[] bytes(Manifest manifest) {
        return sealed(Json.text(tree(manifest)));
    }

    /** An object of JSON with its sum as last member. */
    static byte[] sealed(String json) {
        String open = json.substring(0, json.length() - 1);
        return (open + seal(open)).getBytes(StandardCharsets.UTF_8);
    }

    private static String seal(String content) {
        CRC32C sum = new CRC32C();
        sum.update(content.getBytes(StandardCharsets.UTF_8));
        return ",\"" + SUM + "\":\"" + HexFormat.of().toHexDigits((int) sum.getValue()) + "\"}";
    }

    private static Manifest parse(JsonObject json) {
        json.string(SUM);
        Manifest manifest = new Manifest(json.string("runtime"), files(json.required("files")),
                signature(json.required("signature")), json.strings("labels"),
                optimised(json.objects("optimised")));
        json.requireKnown();
        return manifest;
    }

    private static SortedMap<String, Checksum> files(JsonObject json) {
        SortedMap<String, Checksum> files = new TreeMap<>();
        for (String name : json.keys()) {
            JsonObject file = JsonObject.of(json.get(name), json.at(name));
            long bytes = file.whole("bytes");
            files.put(name, new Checksum(file.string("sha256"), bytes, file.string("crc32c", "")));
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
                throw InferenceException.mismatch(json.at("dimensions"), shape.length + " names",
                        dimensions);
            }
            specs.add(new TensorSpec(json.string("name"),
                    Datatype.named(json.string("datatype"), json.at("datatype")),
                    Shape.of(shape), dimensions));
            json.requireKnown();
        }
        return specs;
    }

    private static List<OptimisedFile> optimised(List<JsonObject> list) {
        List<OptimisedFile> forms = new ArrayList<>();
        for (JsonObject json : list) {
            forms.add(new OptimisedFile(json.string("file"), json.string("architecture"),
                    json.strings("features"), json.string("runtime"),
                    json.string("quantisation", ""), json.string("level"), json.number("tolerance"),
                    json.object("weights").map(ManifestJson::weights)));
            json.requireKnown();
        }
        return forms;
    }

    /** Offset and size in turn: a list of objects would be most of a manifest. */
    private static WeightsSum weights(JsonObject json) {
        long[] numbers = json.numbers("regions").stream().mapToLong(Double::longValue).toArray();
        if (numbers.length % 2 != 0) {
            throw InferenceException.mismatch(json.at("regions"), "an offset and a size in turn",
                    numbers.length + " numbers");
        }
        List<WeightsSum.Region> regions = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += 2) {
            regions.add(new WeightsSum.Region(numbers[i], numbers[i + 1]));
        }
        WeightsSum weights = new WeightsSum(regions, json.string("crc32c"), json.string("rest_crc32c"));
        json.requireKnown();
        return weights;
    }

    private static Map<String, Object> tree(WeightsSum weights) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("regions", weights.regions().stream()
                .flatMap(region -> Stream.of(region.offset(), region.bytes())).toList());
        tree.put("crc32c", weights.weights());
        tree.put("rest_crc32c", weights.rest());
        return tree;
    }

    private static Map<String, Object> tree(Manifest manifest) {
        Map<String, Object> files = new LinkedHashMap<>();
        manifest.files().forEach((name, checksum) -> files.put(name, tree(checksum)));
        Map<String, Object> signature = new LinkedHashMap<>();
        signature.put("inputs", trees(manifest.signature().inputs()));
        signature.put("outputs", trees(manifest.signature().outputs()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format", FORMAT);
        tree.put("runtime", manifest.runtime());
        tree.put("files", files);
        tree.put("signature", signature);
        if (!manifest.labels().isEmpty()) {
            tree.put("labels", manifest.labels());
        }
        if (!manifest.optimised().isEmpty()) {
            tree.put("optimised", manifest.optimised().stream().map(ManifestJson::tree).toList());
        }
        return tree;
    }

    private static Map<String, Object> tree(Checksum checksum) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("bytes", checksum.bytes());
        tree.put("sha256", checksum.sha256());
        if (!checksum.crc32c().isEmpty()) {
            tree.put("crc32c", checksum.crc32c());
        }
        return tree;
    }

    private static Map<String, Object> tree(OptimisedFile form) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", form.file());
        tree.put("architecture", form.architecture());
        tree.put("features", form.features());
        tree.put("runtime", form.runtime());
        if (!form.quantisation().isEmpty()) {
            tree.put("quantisation", form.quantisation());
        }
        tree.put("level", form.level());
        tree.put("tolerance", form.tolerance());
        form.weights().ifPresent(weights -> tree.put("weights", tree(weights)));
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
