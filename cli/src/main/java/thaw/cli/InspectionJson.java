package thaw.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.model.OptimisedFile;
import thaw.onnx.ExternalData;
import thaw.onnx.OnnxGraph;
import thaw.onnx.Operator;

/** An inspection as JSON, in the shape that {@code docs/cli.md} promises to programs. */
final class InspectionJson {

    private InspectionJson() {}

    static Map<String, Object> tree(Inspection found) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", found.id().name());
        tree.put("version", found.id().version());
        tree.put("folder", found.folder().toString());
        tree.put("graph", graph(found.graph()));
        tree.put("bytes", found.bytes());
        tree.put("inputs", found.inputs().stream().map(DeclaredValue::tree).toList());
        tree.put("outputs", found.outputs().stream().map(DeclaredValue::tree).toList());
        tree.put("labels", found.labels());
        tree.put("batching", found.batching().tree());
        tree.put("starts_from", found.forms().stream().map(InspectionJson::form).toList());
        tree.put("missing", found.missing().stream().map(MissingPart::tree).toList());
        return tree;
    }

    private static Map<String, Object> form(OptimisedFile form) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", form.file());
        tree.put("quantisation", form.quantisation().isEmpty() ? null : form.quantisation());
        tree.put("tolerance", form.tolerance());
        return tree;
    }

    private static Map<String, Object> graph(OnnxGraph graph) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ir_version", graph.irVersion());
        tree.put("producer", graph.producer());
        tree.put("domain", graph.domain());
        tree.put("model_version", graph.modelVersion());
        tree.put("documentation", graph.documentation());
        tree.put("metadata", graph.metadata());
        Map<String, Long> opsets = new TreeMap<>();
        graph.opsets().forEach((domain, version) -> opsets.put(named(domain), version));
        tree.put("opsets", opsets);
        tree.put("operators", operators(graph));
        tree.put("tensors", graph.weights().tensors());
        tree.put("parameters", graph.weights().parameters());
        tree.put("weight_bytes", graph.weights().bytes());
        tree.put("external_data", graph.externalData().stream().map(InspectionJson::external).toList());
        return tree;
    }

    /** How often each operator occurs, by domain. */
    static SortedMap<String, SortedMap<String, Integer>> operators(OnnxGraph graph) {
        SortedMap<String, SortedMap<String, Integer>> byDomain = new TreeMap<>();
        for (Map.Entry<Operator, Integer> operator : graph.operators().entrySet()) {
            byDomain.computeIfAbsent(named(operator.getKey().domain()), domain -> new TreeMap<>())
                    .put(operator.getKey().type(), operator.getValue());
        }
        return byDomain;
    }

    /** The standard domain is the empty one in a graph. */
    static String named(String domain) {
        return domain.isEmpty() ? "ai.onnx" : domain;
    }

    private static Map<String, Object> external(ExternalData data) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("tensor", data.tensor());
        tree.put("file", data.location());
        tree.put("offset", data.offset());
        tree.put("bytes", data.length().isPresent() ? data.length().getAsLong() : null);
        return tree;
    }

    /** Models of a repository, with the inspections that were asked for. */
    static Map<String, Object> tree(RepositoryListing listing, Map<String, List<Inspection>> packages) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("path", listing.path().toString());
        tree.put("models", listing.models().stream().map(model -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", model.name());
            entry.put("versions", model.versions());
            entry.put("aliases", model.aliases());
            if (packages.containsKey(model.name())) {
                entry.put("packages",
                        packages.get(model.name()).stream().map(InspectionJson::tree).toList());
            }
            return entry;
        }).toList());
        return tree;
    }
}
