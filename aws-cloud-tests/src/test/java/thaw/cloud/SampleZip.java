package thaw.cloud;

import java.io.IOException;
import java.nio.file.Path;

import thaw.testing.Workplace;

/** The zip of a sample without code: the adapter with what it needs at run time, and one model package. */
final class SampleZip {

    private SampleZip() {}

    static String of(String model) throws IOException {
        Path models = Workplace.root().resolve("samples/models").resolve(model);
        try (FunctionZip zip = new FunctionZip(Workplace.scratch("zip-" + model).resolve(model + ".zip"))) {
            zip.folder(models, "models/" + model + "/").libraries(CloudParts.functionLibraries());
            return zip.file().toString();
        }
    }
}
