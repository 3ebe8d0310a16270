package thaw.maven;

import java.nio.file.Path;
import java.util.List;

import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import thaw.InferenceException;
import thaw.packaging.Platforms;
import thaw.packaging.files.Library;

/**
 * The platforms' jars as Maven resolves them: the dependencies of {@code dev.thaw:platform-<name>}.
 *
 * @param system       of the build
 * @param session      of the build
 * @param repositories of the project
 * @param version      of Thaw
 */
record ResolvedPlatforms(RepositorySystem system, RepositorySystemSession session,
        List<RemoteRepository> repositories, String version) implements Platforms {

    @Override
    public List<Library> libraries(String platform) {
        String name = "dev.thaw:platform-" + platform + ":pom:" + version;
        CollectRequest wanted = new CollectRequest(
                new Dependency(new DefaultArtifact(name), JavaScopes.RUNTIME), repositories);
        try {
            return system
                    .resolveDependencies(session,
                            new DependencyRequest(wanted,
                                    DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults().stream().map(ArtifactResult::getArtifact)
                    .filter(artifact -> artifact.getExtension().equals("jar"))
                    .map(artifact -> Library.of(Path.of(artifact.getFile().toURI()))).toList();
        } catch (DependencyResolutionException missing) {
            throw InferenceException.unavailable(name, "cannot be resolved: " + missing.getMessage(),
                    missing);
        }
    }
}
