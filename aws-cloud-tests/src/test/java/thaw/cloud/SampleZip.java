package thaw.cloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import thaw.testing.Workplace;

/** The zips that are deployed: a sample without code is the adapter with what it needs at run time and one model package. */
final class SampleZip {

    private SampleZip() {}

    static String of(String model) throws IOException {
        Path models = Workplace.root().resolve("samples/models").resolve(model);
        try (FunctionZip zip = zip(model)) {
            zip.folder(models, "models/" + model + "/").libraries(CloudParts.functionLibraries());
            return zip.file().toString();
        }
    }

    /** {@link Probe} with what it needs. */
    static String probe() throws IOException {
        List<Path> libraries = Stream.of(System.getProperty("java.class.path").split(":")).map(Path::of)
                .filter(path -> path.toString().contains("functions-core")
                        || path.toString().contains("jackson-core"))
                .toList();
        try (FunctionZip zip = zip("probe")) {
            zip.libraries(libraries).type(Probe.class);
            return zip.file().toString();
        }
    }

    private static FunctionZip zip(String name) {
        return new FunctionZip(Workplace.scratch("zip-" + name).resolve(name + ".zip"));
    }
}
