package thaw.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.Model;
import thaw.ModelId;
import thaw.telemetry.LoadPhases;

/** Generates a package's {@code manifest.json}: checksums, the resolved signature and the runtime. Immutable. */
public final class ManifestWriter {

    private final ModelRuntime runtime;
    private final boolean quickCheck;

    /** Writes manifests of what that runtime makes of a graph; a start checks the files by CRC-32C. */
    public ManifestWriter(ModelRuntime runtime) {
        this(runtime, true);
    }

    private ManifestWriter(ModelRuntime runtime, boolean quickCheck) {
        this.runtime = runtime;
        this.quickCheck = quickCheck;
    }

    /**
     * The same, but for packages whose files are checked by SHA-256 at every start: several times slower, and of use
     * where someone might replace a file on purpose, but not the manifest.
     */
    public ManifestWriter checkingBySha256() {
        return new ManifestWriter(runtime, false);
    }

    /**
     * Loads the graph once and writes the manifest beside it, replacing an older one in one step.
     *
     * @throws InferenceException invalid model, if the package cannot be loaded or the file not be written
     */
    public Manifest write(Path folder) {
        return write(folder, List.of());
    }

    /**
     * The same, naming the files in the folder that are optimised forms of its graph.
     *
     * @throws InferenceException invalid model, if the package cannot be loaded or the file not be written
     */
    public Manifest write(Path folder, List<OptimisedFile> optimised) {
        Manifest manifest = describe(folder, optimised);
        try {
            Path fresh = Files.createTempFile(folder, ".manifest", ".json");
            Files.write(fresh, ManifestJson.bytes(manifest));
            Files.move(fresh, folder.resolve(Manifest.FILE), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw InferenceException.invalidModel(folder.resolve(Manifest.FILE).toString(),
                    "cannot be written: " + failure, failure);
        }
        return manifest;
    }

    private Manifest describe(Path folder, List<OptimisedFile> optimised) {
        ModelPackage source = ModelPackage.openIgnoringManifest(folder);
        ModelId id = new ModelId(folder.toAbsolutePath().normalize().getFileName().toString(), "1");
        LoadedGraph graph = runtime.load(id, source, new LoadPhases.Recorder());
        try (Model model = graph.model()) {
            return new Manifest(runtime.version(), checksums(source), model.signature(), graph.labels(),
                    quickCheck ? optimised
                            : optimised.stream().map(OptimisedFile::checkedAsAWhole).toList());
        }
    }

    private SortedMap<String, Checksum> checksums(ModelPackage source) {
        SortedMap<String, Checksum> checksums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(source.folder())) {
            files.filter(Files::isRegularFile).map(source.folder()::relativize)
                    .filter(ManifestWriter::belongs).map(path -> path.toString().replace('\\', '/'))
                    .forEach(name -> checksums.put(name, checksum(source.file(name))));
        } catch (IOException failure) {
            throw InferenceException.invalidModel(source.folder().toString(), "cannot be read: " + failure,
                    failure);
        }
        return checksums;
    }

    private Checksum checksum(Path file) {
        Checksum checksum = Checksum.of(file);
        return quickCheck ? checksum : new Checksum(checksum.sha256(), checksum.bytes());
    }

    /** Neither the manifest itself nor what editors and systems hide beside the files. */
    private static boolean belongs(Path relative) {
        String name = relative.getFileName().toString();
        return !name.equals(Manifest.FILE) && !name.startsWith(".");
    }
}
