package thaw.maven;

import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.inject.Inject;

import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import thaw.InferenceException;
import thaw.ModelReference;
import thaw.TriggerKind;
import thaw.onnx.OptimisationGoal;
import thaw.onnx.Quantisation;
import thaw.packaging.Architecture;
import thaw.packaging.PackageReport;
import thaw.packaging.PackageRequest;
import thaw.packaging.Packager;
import thaw.packaging.SinkOption;
import thaw.packaging.Target;

/** Makes deployables of the project's function, or of a model alone where the project has no code. */
@Mojo(name = "package", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true, requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class PackageMojo extends AbstractMojo {

    private static final String THAW = "dev.thaw";

    /** Where the function runs: {@code aws-zip}, {@code aws-image}, {@code aws-native}, {@code azure}, {@code gcp}, {@code gcp-zip}, {@code container}, {@code container-native}; one deployable each. */
    @Parameter(property = "thaw.targets", required = true)
    private List<String> targets;

    /** The folder of the model. */
    @Parameter(property = "thaw.models", defaultValue = "${project.basedir}/models")
    private File models;

    /** Which model of several, {@code name} or {@code name@version}; a function in Java names it itself. */
    @Parameter(property = "thaw.model")
    private String model;

    /** What calls a model without code: {@code http}, {@code blob} or {@code stream}. */
    @Parameter(property = "thaw.trigger")
    private String trigger;

    /** On Azure, what delivers the events: {@code queue}, {@code service-bus} and others; Blob Storage or Event Hubs, unless told. */
    @Parameter(property = "thaw.source")
    private String source;

    /** {@code linux-x64} or {@code linux-arm64}; that of the machine that builds, unless told. */
    @Parameter(property = "thaw.arch")
    private String arch;

    /** The JDK of an image; the one that runs Maven, unless told. */
    @Parameter(property = "thaw.jdk")
    private File jdk;

    /** The OCI layout that an image is built on; this machine's C libraries, unless told. */
    @Parameter(property = "thaw.base")
    private File base;

    /** Where results will go, such as {@code dynamodb}: decides which clients come along. */
    @Parameter(property = "thaw.sinks")
    private List<String> sinks;

    /** Memory that the function will have, in MiB. */
    @Parameter(property = "thaw.memory")
    private Integer memory;

    /** Room in {@code /tmp} that the function will have, in MiB. */
    @Parameter(property = "thaw.tmp")
    private Integer tmp;

    /** Leaves the model out: where it will be, in object storage or in a mounted folder. */
    @Parameter(property = "thaw.repository")
    private String repository;

    /** Whether the zip is deployed from object storage, which takes larger ones than an upload. */
    @Parameter(property = "thaw.throughStorage", defaultValue = "false")
    private boolean throughStorage;

    /** Whether images get a class archive. */
    @Parameter(property = "thaw.archive", defaultValue = "true")
    private boolean archive;

    /** {@code dynamic}: keep the weights of matrix products in 8 bits, in a file beside the original. */
    @Parameter(property = "thaw.quantise")
    private String quantise;

    /** By how much answers may differ then, in units of one plus the original's magnitude, and the share of other labels. */
    @Parameter(property = "thaw.quantiseTolerance", defaultValue = "0.1")
    private double quantiseTolerance;

    /** {@code start}, or {@code throughput}, where networks of convolutions start slower and run faster. */
    @Parameter(property = "thaw.optimiseFor", defaultValue = "start")
    private String optimiseFor;

    /** Gets a folder {@code <function>-<target>} for each target. */
    @Parameter(property = "thaw.output", defaultValue = "${project.build.directory}/thaw")
    private File output;

    @Parameter(defaultValue = "${project}", readonly = true)
    private MavenProject project;

    @Parameter(defaultValue = "${plugin}", readonly = true)
    private PluginDescriptor plugin;

    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true)
    private RepositorySystemSession session;

    private final RepositorySystem system;

    @Inject
    PackageMojo(RepositorySystem system) {
        this.system = system;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        Packager packager = new Packager(new ResolvedPlatforms(system, session,
                project.getRemoteProjectRepositories(), plugin.getVersion()));
        try {
            for (String target : targets) {
                PackageReport report = packager.pack(request(Target.named(target)),
                        work -> getLog().debug(target + ": " + work));
                report.notes().forEach(getLog()::info);
                getLog().info(
                        report.artefact() + ": " + report.bytes() + " bytes, SHA-256 " + report.sha256());
            }
        } catch (InferenceException refused) {
            throw new MojoFailureException(refused.getMessage(), refused);
        } catch (UncheckedIOException failure) {
            throw new MojoExecutionException(failure.getMessage(), failure);
        }
    }

    private PackageRequest request(Target target) {
        PackageRequest.Builder request = PackageRequest.of(paths(), target, output.toPath())
                .sinks(sinks.stream().map(SinkOption::parse).toList()).throughStorage(throughStorage)
                .archive(archive).optimiseFor(OptimisationGoal.named(optimiseFor));
        if (quantise != null) {
            request.quantise(Quantisation.named(quantise), quantiseTolerance);
        }
        if (arch != null) {
            request.architecture(Architecture.named(arch));
        }
        if (jdk != null) {
            request.jdk(jdk.toPath());
        }
        if (base != null) {
            request.base(base.toPath());
        }
        if (trigger != null) {
            request.trigger(kind());
        }
        if (source != null) {
            request.source(source);
        }
        if (model != null) {
            request.model(ModelReference.parse(model));
        }
        if (tmp != null) {
            request.temporary(tmp);
        }
        if (repository != null) {
            request.repository(repository);
        }
        if (memory != null) {
            request.memory(memory);
        }
        return request.build();
    }

    private TriggerKind kind() {
        try {
            return TriggerKind.valueOf(trigger.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw InferenceException.mismatch("trigger", "http, blob or stream", "'" + trigger + "'");
        }
    }

    // The project's own jar first; Thaw's own come with the platform.
    private List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        File jar = project.getArtifact().getFile();
        if (jar != null && jar.getName().endsWith(".jar")) {
            paths.add(jar.toPath());
            for (Artifact dependency : project.getArtifacts()) {
                if (!dependency.getGroupId().equals(THAW)
                        && dependency.getFile().getName().endsWith(".jar")) {
                    paths.add(dependency.getFile().toPath());
                }
            }
        }
        if (Files.isDirectory(models.toPath())) {
            paths.add(models.toPath());
        }
        return paths;
    }
}
