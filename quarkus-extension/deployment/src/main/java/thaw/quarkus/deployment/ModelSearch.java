package thaw.quarkus.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.quarkus.bootstrap.model.ApplicationModel;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.maven.dependency.ResolvedDependency;
import io.quarkus.runtime.configuration.ConfigurationException;
import thaw.quarkus.runtime.ThawBuildConfig;

/**
 * Where an application's models may be, in the order in which they are looked for.
 *
 * @param places    folders or files
 * @param mandatory whether the configuration names the place, so that it must be there
 */
record ModelSearch(List<Path> places, boolean mandatory) {

    private static final List<String> IN_PROJECT = List.of("src/main/models", "models");
    private static final List<String> BUILDS = List.of("pom.xml", "build.gradle", "build.gradle.kts");
    private static final String ON_CLASS_PATH = "models";

    ModelSearch {
        places = List.copyOf(places);
    }

    static ModelSearch of(ThawBuildConfig config, ApplicationModel model,
            ApplicationArchivesBuildItem archives) {
        Path project = project(model);
        if (config.models().isPresent()) {
            return new ModelSearch(List.of(project.resolve(config.models().get())), true);
        }
        List<Path> places = new ArrayList<>(IN_PROJECT.stream().map(project::resolve).toList());
        archives.getRootArchive().getRootDirectories()
                .forEach(root -> places.add(root.resolve(ON_CLASS_PATH)));
        return new ModelSearch(places, false);
    }

    // Maven's plugin knows no workspace; of several modules, the working directory is another's.
    private static Path project(ApplicationModel model) {
        return Optional.ofNullable(model.getAppArtifact().getWorkspaceModule())
                .map(module -> module.getModuleDir().toPath()).or(() -> around(model.getAppArtifact()))
                .orElse(Path.of("")).toAbsolutePath();
    }

    /** The project in whose output the application lies. */
    private static Optional<Path> around(ResolvedDependency application) {
        for (Path path : application.getResolvedPaths()) {
            for (Path folder = path.toAbsolutePath(); folder != null; folder = folder.getParent()) {
                if (BUILDS.stream().map(folder::resolve).anyMatch(Files::isRegularFile)) {
                    return Optional.of(folder);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The first place that exists.
     *
     * @throws ConfigurationException if none does, and the configuration names one
     */
    Optional<Path> found() {
        Optional<Path> found = places.stream().filter(Files::exists).findFirst();
        if (found.isEmpty() && mandatory) {
            throw new ConfigurationException("quarkus.thaw.models: " + places.get(0)
                    + " does not exist; expected the folder of the models, relative to the project");
        }
        return found;
    }

    /** For messages: what was looked for in vain. */
    String nothing() {
        return "expected <model>/<version>/model.onnx in one of " + places
                + ", or quarkus.thaw.models to name another folder";
    }
}
