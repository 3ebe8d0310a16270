package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import thaw.ModelReference;
import thaw.model.ModelRepository;
import thaw.onnx.ModelOptimiser;
import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;
import thaw.packaging.files.SlimJar;
import thaw.predict.PackagePredictors;

/**
 * What lies as files beside an application that another build packages: its models, and one platform's libraries; for an
 * executable, whether it can be made.
 */
public final class ApplicationFiles {

    /** The folder of the native libraries, where Thaw looks for them: beside the jars or the executable. */
    public static final String NATIVE = NativeLibraries.FOLDER;

    private ApplicationFiles() {}

    /**
     * Copies the versions of all models that requests can get to {@code <to>/<model>/<version>}.
     *
     * @param models   a repository, a model's folder, a package, or a graph's file
     * @param optimise whether each gets its optimised form, proven to answer alike
     * @return a line for people about each that was optimised
     * @throws thaw.InferenceException invalid model, if one of them cannot be used
     */
    public static List<String> models(Path models, Path to, boolean optimise) throws IOException {
        ModelFiles files = new ModelFiles(List.of(models));
        Folder folder = Folder.made(to);
        ModelOptimiser optimiser = ModelOptimiser.with(PackagePredictors::create);
        List<String> lines = new ArrayList<>();
        for (String name : ModelRepository.open(models).names()) {
            for (Path version : files.copy(ModelReference.to(name), folder)) {
                if (optimise) {
                    lines.add(ModelPreparation.of(version, optimiser).line());
                }
            }
        }
        folder.readable();
        return lines;
    }

    /** Takes ONNX Runtime's libraries out of its jar. */
    public static void nativeLibraries(Path onnxRuntime, Architecture architecture, Path to)
            throws IOException {
        NativeLibraries.onnxRuntime(List.of(Library.of(onnxRuntime)), architecture, Folder.made(to));
    }

    /**
     * Refuses to begin what needs a builder of native executables where there is none.
     *
     * @param environment with {@code GRAALVM_HOME}, or a {@code PATH} to a container engine
     * @throws thaw.InferenceException unavailable, if there is none, saying what is missing; malformed, if it is too old
     */
    public static void requireNativeBuilder(Map<String, String> environment) throws IOException {
        NativeBuilder.of(environment);
    }

    /** Leaves in a jar what is read at run time, as {@link SlimJar} does. */
    public static void slim(Path jar) throws IOException {
        Path slim = jar.resolveSibling(jar.getFileName() + ".slim");
        SlimJar.write(jar, slim);
        Files.move(slim, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
