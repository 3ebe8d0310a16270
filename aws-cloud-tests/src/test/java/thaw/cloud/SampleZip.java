package thaw.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The zip of a sample without code: the adapter with what it needs at run time, and one model package. */
final class SampleZip {

    private SampleZip() {}

    static String of(String model) throws IOException {
        Path root = Workplace.root();
        Path models = root.resolve("samples/models").resolve(model);
        List<Path> libraries;
        try (var files = Files.list(root.resolve("aws-cloud-tests/target/function-lib"))) {
            libraries = files.sorted().toList();
        }
        try (FunctionZip zip = new FunctionZip(Workplace.scratch("zip-" + model).resolve(model + ".zip"))) {
            zip.folder(models, "models/" + model + "/").libraries(libraries);
            return zip.file().toString();
        }
    }
}
