package thaw.quarkus.deployment;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.quarkus.container.spi.ContainerImageLabelBuildItem;
import io.quarkus.deployment.IsProduction;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.pkg.builditem.ArtifactResultBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.deployment.pkg.builditem.JarBuildItem;
import io.quarkus.deployment.pkg.builditem.NativeImageBuildItem;
import io.quarkus.deployment.pkg.builditem.OutputTargetBuildItem;
import io.quarkus.deployment.sbom.SbomBuildItem;
import io.quarkus.maven.dependency.ResolvedDependency;
import org.jboss.logging.Logger;
import thaw.packaging.ApplicationFiles;
import thaw.packaging.Architecture;
import thaw.packaging.files.Folder;
import thaw.quarkus.deployment.LaidOutBuildItem.Part;
import thaw.quarkus.runtime.ThawBuildConfig;

/**
 * Lays models and native libraries as files where the packaged application finds them: in {@code lib} beside its jars,
 * which every Dockerfile of Quarkus and Jib take along, or beside the executable or the one jar.
 */
final class LayoutProcessor {

    private static final Logger LOG = Logger.getLogger(LayoutProcessor.class);
    private static final String MODELS = "models";
    private static final String LIBRARIES = "lib/";
    private static final String LAMBDA = "quarkus-amazon-lambda-common";
    private static final String STAGED = "thaw";
    private static final String FUNCTION_ZIP = "function.zip";

    /** Beside the jars. The label is told so that images are built after this. */
    @BuildStep(onlyIf = IsProduction.class, onlyIfNot = ExecutableWanted.class)
    void besideJar(ThawBuildConfig config, Optional<ModelsBuildItem> models,
            CurateOutcomeBuildItem application,
            Optional<JarBuildItem> jar, BuildProducer<LaidOutBuildItem> laidOut,
            BuildProducer<ContainerImageLabelBuildItem> labels) throws IOException {
        if (nothing(models, application) || jar.isEmpty()) {
            return;
        }
        boolean single = jar.get().isUberJar();
        Path beside = single ? jar.get().getPath().getParent() : libraries(jar.get());
        Path folder = !single && isForLambda(application) ? staged(beside) : beside;
        List<Part> parts = layOut(config, models, application, folder, single ? "" : LIBRARIES);
        if (!single && parts.stream().anyMatch(part -> part.path().endsWith(ApplicationFiles.NATIVE))) {
            slim(folder);
        }
        laidOut.produce(new LaidOutBuildItem(parts));
        labels.produce(label(models));
    }

    /** Beside the executable. */
    @BuildStep(onlyIf = {IsProduction.class, ExecutableWanted.class})
    void besideExecutable(ThawBuildConfig config, Optional<ModelsBuildItem> models,
            CurateOutcomeBuildItem application,
            NativeImageBuildItem executable, BuildProducer<LaidOutBuildItem> laidOut,
            BuildProducer<ContainerImageLabelBuildItem> labels) throws IOException {
        if (!nothing(models, application)) {
            Path folder = executable.getPath().getParent();
            laidOut.produce(new LaidOutBuildItem(layOut(config, models, application, folder, "")));
            labels.produce(label(models));
        }
    }

    private static boolean isForLambda(CurateOutcomeBuildItem application) {
        return application.getApplicationModel().getRuntimeDependencies().stream()
                .anyMatch(dependency -> dependency.getArtifactId().equals(LAMBDA));
    }

    /** Lambda's zip is written at the same time from that folder, which must hold still: what it lacks is added later. */
    private static Path staged(Path libraries) throws IOException {
        Path folder = libraries.resolveSibling(STAGED);
        new Folder(folder).delete();
        Files.createDirectories(folder);
        for (Path jar : bindings(libraries)) {
            Files.copy(jar, folder.resolve(jar.getFileName().toString()));
        }
        return folder;
    }

    /** A function needs the libraries even if it fetches its model where it runs. */
    private static boolean nothing(Optional<ModelsBuildItem> models, CurateOutcomeBuildItem application) {
        return models.isEmpty() && !FunctionTarget.isIn(application);
    }

    private static ContainerImageLabelBuildItem label(Optional<ModelsBuildItem> models) {
        return new ContainerImageLabelBuildItem("dev.thaw.models",
                String.join(",", models.map(ModelsBuildItem::names).orElse(List.of())));
    }

    private static List<Part> layOut(ThawBuildConfig config, Optional<ModelsBuildItem> models,
            CurateOutcomeBuildItem application, Path folder, String prefix) throws IOException {
        List<Part> parts = new ArrayList<>();
        Path copies = folder.resolve(MODELS);
        new Folder(copies).delete();
        if (models.isPresent()) {
            ApplicationFiles.models(models.get().path(), copies, config.optimise()).forEach(LOG::info);
            parts.add(new Part(copies, prefix + MODELS));
        }
        Optional<Architecture> architecture = architecture(config);
        if (architecture.isPresent()) {
            Path libraries = folder.resolve(ApplicationFiles.NATIVE);
            new Folder(libraries).delete();
            ApplicationFiles.nativeLibraries(onnxRuntime(application), architecture.get(), libraries);
            parts.add(new Part(libraries, prefix + ApplicationFiles.NATIVE));
        }
        return parts;
    }

    /** The folder {@code lib} of whatever layout: a fast jar has folders in it. */
    private static Path libraries(JarBuildItem jar) {
        Path folder = jar.getLibraryDir();
        return folder.endsWith("main") ? folder.getParent() : folder;
    }

    private static Optional<Architecture> architecture(ThawBuildConfig config) {
        return config.architecture().map(Architecture::named)
                .or(() -> System.getProperty("os.name").equals("Linux")
                        ? Optional.of(Architecture.ofThisMachine())
                        : Optional.empty());
    }

    private static Path onnxRuntime(CurateOutcomeBuildItem application) {
        for (ResolvedDependency dependency : application.getApplicationModel().getRuntimeDependencies()) {
            if (dependency.getArtifactId().equals("onnxruntime")) {
                return dependency.getResolvedPaths().getSinglePath();
            }
        }
        throw new IllegalStateException("onnxruntime: expected among the dependencies of thaw-quarkus");
    }

    private static void slim(Path libraries) throws IOException {
        for (Path jar : bindings(libraries)) {
            ApplicationFiles.slim(jar);
        }
    }

    private static List<Path> bindings(Path libraries) throws IOException {
        try (Stream<Path> files = Files.walk(libraries)) {
            return files.filter(file -> file.getFileName().toString()
                    .matches("(com\\.microsoft\\.onnxruntime\\.)?onnxruntime-[\\d.]+\\.jar")).toList();
        }
    }

    /** Adds to Lambda's zip what it lacks; nothing is produced, this is the last to write. */
    @BuildStep(onlyIf = IsProduction.class)
    void zip(Optional<LaidOutBuildItem> laidOut, OutputTargetBuildItem target,
            List<ArtifactResultBuildItem> artifacts,
            BuildProducer<SbomBuildItem> last) throws IOException {
        Path zip = target.getOutputDirectory().resolve(FUNCTION_ZIP);
        if (laidOut.isEmpty() || !Files.isRegularFile(zip)) {
            return;
        }
        try (FileSystem archive = FileSystems.newFileSystem(zip)) {
            for (Part part : laidOut.get().parts()) {
                add(part, archive);
            }
            replaceJar(target.getOutputDirectory().resolve(STAGED), archive);
        }
    }

    private static void add(Part part, FileSystem archive) throws IOException {
        try (Stream<Path> files = Files.walk(part.path())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = archive.getPath(part.name(), part.path().relativize(file).toString());
                if (Files.notExists(to)) {
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
    }

    private static void replaceJar(Path staged, FileSystem archive) throws IOException {
        Path there = archive.getPath("lib");
        if (Files.notExists(there)) {
            return;
        }
        List<Path> jars;
        try (Stream<Path> files = Files.list(there)) {
            jars = files.filter(file -> file.getFileName().toString().contains("onnxruntime-")).toList();
        }
        for (Path jar : jars) {
            Path slim = staged.resolve(jar.getFileName().toString());
            if (Files.isRegularFile(slim) && Files.size(slim) != Files.size(jar)) {
                Files.delete(jar);
                Files.copy(slim, jar);
            }
        }
    }
}
