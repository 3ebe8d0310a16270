package thaw.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.ModelSignature;

/**
 * What {@code manifest.json} promises of a package: generated when it is packaged, checked when it is loaded. Immutable.
 *
 * @param runtime   name and version of the runtime that resolved the signature: {@code onnxruntime 1.28.0}
 * @param files     every file but the manifest, by its path relative to the folder, with forward slashes
 * @param signature as the runtime resolved it
 * @param labels    the names of the classes that the graph itself carries; empty if it has none
 * @param optimised forms of the graph that start faster, the best first; with one of them the graph itself is not read
 */
public record Manifest(String runtime, SortedMap<String, Checksum> files, ModelSignature signature,
        List<String> labels, List<OptimisedFile> optimised) {

    /** The manifest's file in a package. */
    public static final String FILE = "manifest.json";

    public Manifest {
        Objects.requireNonNull(runtime, "runtime");
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        Objects.requireNonNull(signature, "signature");
        labels = List.copyOf(labels);
        optimised = List.copyOf(optimised);
        for (OptimisedFile form : optimised) {
            if (!files.containsKey(form.file())) {
                throw InferenceException.mismatch(FILE + ".optimised", "files that are listed", form.file());
            }
        }
    }

    /** Without optimised files. */
    public Manifest(String runtime, SortedMap<String, Checksum> files, ModelSignature signature) {
        this(runtime, files, signature, List.of(), List.of());
    }

    /** Compares every file that a load reads for certain: of several forms of the graph only one is used. */
    void verify(ModelPackage source) {
        for (Map.Entry<String, Checksum> promised : files.entrySet()) {
            if (!isFormOfGraph(promised.getKey())) {
                promised.getValue().requireSame(source.file(promised.getKey()));
            }
        }
    }

    private boolean isFormOfGraph(String name) {
        return !optimised.isEmpty() && name.equals(ModelPackage.GRAPH) || isOptimised(name);
    }

    boolean isOptimised(String name) {
        return optimised.stream().anyMatch(form -> form.file().equals(name));
    }

    boolean isQuantised() {
        return optimised.stream().anyMatch(form -> !form.quantisation().isEmpty());
    }

    /** Checks that the graph, as this runtime loads it, is the one described. */
    void requireSignature(String culprit, ModelSignature actual) {
        if (!signature.equals(actual)) {
            throw InferenceException.invalidModel(culprit,
                    "expected the signature " + signature + ", which " + FILE + " promises, got " + actual);
        }
    }
}
