package thaw.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import thaw.ModelReference;
import thaw.TriggerKind;
import thaw.json.Json;
import thaw.onnx.OptimisationGoal;
import thaw.onnx.Quantisation;
import thaw.packaging.Architecture;
import thaw.packaging.PackageReport;
import thaw.packaging.PackageRequest;
import thaw.packaging.Packager;
import thaw.packaging.Platforms;
import thaw.packaging.Progress;
import thaw.packaging.SinkOption;
import thaw.packaging.Target;
import thaw.packaging.start.StartCommand;

/** Makes a deployable of a model package or a function's jar. */
@Command(name = "package", description = {
        "Make a deployable of a model package or a function's jar: one platform's libraries, nothing to unpack at start, "
                + "within the platform's limits.",
        ""})
final class PackageCommand implements Runnable {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "A package (folder with model.onnx), an .onnx file, the versions of one model, a repository; "
            + "a function's jar and the jars that it needs beside Thaw.")
    private List<Path> paths;

    @Option(names = "--target", required = true, paramLabel = "TARGET", description = "aws-zip, aws-image, aws-native, azure, gcp, gcp-zip, container or container-native.")
    private String target;

    @Option(names = "--arch", paramLabel = "ARCH", description = "linux-x64 or linux-arm64; default: that of this machine.")
    private String architecture;

    @Option(names = "--jdk", paramLabel = "DIR", description = "JDK of an image's runtime and its class archive; default: the running one.")
    private Path jdk;

    @Option(names = "--output", paramLabel = "DIR", defaultValue = "thaw-packages", description = "Gets a folder <function>-<target>; default: ${DEFAULT-VALUE}.")
    private Path output;

    @Option(names = "--trigger", paramLabel = "KIND", description = "What calls a package without code: http, blob or stream; default: http.")
    private TriggerKind trigger;

    @Option(names = "--source", paramLabel = "SERVICE", description = "On Azure, what delivers the events: blob, blob-polled, blob-event, blob-queue, event-hub, service-bus, service-bus-topic (either with -sessions), queue, kafka or kafka-sasl; default: blob or event-hub.")
    private String source;

    @Option(names = "--model", paramLabel = "NAME[@VERSION]", description = "Which model of several, and which version or alias.")
    private String model;

    @Option(names = "--sink", paramLabel = "SINK", description = "Where results will go: a kind such as dynamodb, or NAME=KIND:PLACE to run here, too. Clients of "
            + "services that are not named are left out. May be repeated.")
    private List<String> sinks = new ArrayList<>();

    @Option(names = "--memory", paramLabel = "MIB", description = "Memory that the function will have; default: 1769.")
    private Integer memory;

    @Option(names = "--tmp", paramLabel = "MIB", description = "Room in /tmp that the function will have; default: 512 on AWS, 819 on Azure.")
    private Integer temporary;

    @Option(names = "--repository", paramLabel = "URL", description = "Leave the model out: it will be fetched at start from s3://..., gs://... or azblob://..., "
            + "or lie in a folder that is mounted.")
    private String repository;

    @Option(names = "--through-storage", description = "The zip will be deployed from object storage, which takes larger ones than an upload.")
    private boolean throughStorage;

    @Option(names = "--no-archive", description = "Make no class archive for an image.")
    private boolean noArchive;

    @Option(names = "--base", paramLabel = "DIR", description = "OCI image layout to build an image on; default: this machine's C libraries.")
    private Path base;

    @Option(names = {"--quantise",
            "--quantize"}, paramLabel = "KIND", description = "dynamic: keep the weights of matrix products in 8 bits, in a file beside the original; default: as they are.")
    private String quantise;

    @Option(names = {"--quantise-tolerance",
            "--quantize-tolerance"}, paramLabel = "X", defaultValue = "0.1", description = "Refuse to quantise if an answer differs by more than X times one plus its magnitude, or more than that share of labels; default: ${DEFAULT-VALUE}.")
    private double quantiseTolerance;

    @Option(names = {"--optimise-for",
            "--optimize-for"}, paramLabel = "GOAL", defaultValue = "start", description = "start, or throughput, where networks of convolutions start slower and run faster; default: ${DEFAULT-VALUE}.")
    private String goal;

    @Option(names = "--json", description = "Print JSON, in the shape of docs/package.md.")
    private boolean json;

    PackageCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Packager packager = new Packager(Platforms.ofClone(home()));
        PackageReport report;
        try (ProgressBar bar = new ProgressBar(terminal, "packaging", Progress.STEPS)) {
            report = packager.pack(request(), bar::step);
        }
        if (json) {
            terminal.out().println(Json.text(tree(report)));
        } else {
            print(report);
        }
    }

    private Path home() {
        String home = System.getProperty("thaw.home", "");
        if (home.isEmpty()) {
            throw new ParameterException(spec.commandLine(),
                    "expected the system property thaw.home with the clone that was built, as ./thaw sets it");
        }
        return Path.of(home);
    }

    private PackageRequest request() {
        PackageRequest.Builder request = PackageRequest.of(paths, Target.named(target), output)
                .sinks(sinks.stream().map(SinkOption::parse).toList()).throughStorage(throughStorage)
                .archive(!noArchive).optimiseFor(OptimisationGoal.named(goal));
        if (quantise != null) {
            request.quantise(Quantisation.named(quantise), quantiseTolerance);
        }
        if (architecture != null) {
            request.architecture(Architecture.named(architecture));
        }
        if (jdk != null) {
            request.jdk(jdk);
        }
        if (trigger != null) {
            request.trigger(trigger);
        }
        if (source != null) {
            request.source(source);
        }
        if (model != null) {
            request.model(ModelReference.parse(model));
        }
        if (memory != null) {
            request.memory(memory);
        }
        if (temporary != null) {
            request.temporary(temporary);
        }
        if (repository != null) {
            request.repository(repository);
        }
        if (base != null) {
            request.base(base);
        }
        return request.build();
    }

    private static Map<String, Object> tree(PackageReport report) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("folder", report.folder().toString());
        tree.putAll(report.details());
        return tree;
    }

    private void print(PackageReport report) {
        TextTable files = new TextTable("size", "file");
        report.files().forEach((name, bytes) -> files.row(ByteCount.text(bytes), name));
        files.lines("").forEach(terminal.out()::println);
        terminal.out().println();
        terminal.out().println(report.artefact() + ": " + ByteCount.text(report.bytes()) + ", unpacked "
                + ByteCount.text(report.unpacked()));
        if (!report.handler().isEmpty()) {
            terminal.out().println("handler: " + report.handler());
        }
        report.notes().forEach(terminal::say);
        // Only a platform that can be played here.
        if (Files.exists(report.folder().resolve(StartCommand.FILE))) {
            terminal.say("try it by: thaw coldstart " + report.folder());
        }
    }
}
