package thaw.model;

import java.util.Collections;
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
 */
public record Manifest(String runtime, SortedMap<String, Checksum> files, ModelSignature signature) {

    /** The manifest's file in a package. */
    public static final String FILE = "manifest.json";

    public Manifest {
        Objects.requireNonNull(runtime, "runtime");
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        Objects.requireNonNull(signature, "signature");
    }

    /** Compares every file. */
    void verify(ModelPackage source) {
        for (Map.Entry<String, Checksum> promised : files.entrySet()) {
            promised.getValue().requireSame(source.file(promised.getKey()));
        }
    }

    /** Checks that the graph, as this runtime loads it, is the one described. */
    void requireSignature(String culprit, ModelSignature actual) {
        if (!signature.equals(actual)) {
            throw InferenceException.invalidModel(culprit,
                    "expected the signature " + signature + ", which " + FILE + " promises, got " + actual);
        }
    }
}
