package thaw.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

import thaw.Limits;
import thaw.ModelReference;
import thaw.Models;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.predict.PackagePredictors;

/** Where the models and inputs lie in a clone, wherever in it the process was started. */
final class Repositories {

    private static final Path ROOT = root();

    private Repositories() {}

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("samples/models"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("expected to be started in a clone, which has samples/models");
        }
        return folder;
    }

    /** A file of the clone. */
    static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** The repository that has that model. */
    static Path of(String model) {
        return file(model.equals("identity") ? "benchmarks/models" : "samples/models");
    }

    /** A catalog as {@code thaw serve} opens it, with these limits. */
    static ModelCatalog open(Path repository, Limits limits) {
        return builder(repository, limits).open();
    }

    /** The same, to be told more. */
    static ModelCatalog.Builder builder(Path repository, Limits limits) {
        return ModelCatalog.of(ModelRepository.open(repository), OnnxModelRuntime.ofDefaults())
                .predictors(PackagePredictors::create).limits(limits);
    }

    /** A lease on a model of its own catalog, which stays open. */
    static Models.Lease lease(String model) {
        return open(of(model), Limits.ofDefaults()).lease(ModelReference.to(model));
    }
}
