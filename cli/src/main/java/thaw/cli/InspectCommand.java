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
import thaw.ModelId;
import thaw.json.Json;
import thaw.model.ModelPackage;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;

/** Says what a model is, and what its package lacks. */
@Command(name = "inspect", description = {
        "Show a model's inputs, outputs, operators and size, whether it can be batched, and what its package lacks.",
        ""})
final class InspectCommand implements Runnable {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "PATH", description = "A package (folder with model.onnx), an .onnx file, the versions of one model "
            + "(<version>/model.onnx) or a repository (<model>/<version>/model.onnx).")
    private Path path;

    @Option(names = "--json", description = "Print JSON, in the shape of docs/cli.md.")
    private boolean json;

    @Option(names = "--static", description = "Read the files only: do not load and run the model.")
    private boolean filesOnly;

    @Option(names = "--all", description = "Inspect every version in a repository.")
    private boolean all;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (path.toString().endsWith(".jar")) {
            throw new ParameterException(spec.commandLine(),
                    path + ": expected a model, got a function's jar, which 'thaw serve' takes");
        }
        ModelRepository repository = ModelRepository.open(path);
        boolean onePackage = Files.isRegularFile(path) || Files.exists(path.resolve(ModelPackage.GRAPH));
        if (onePackage) {
            String name = repository.names().get(0);
            print(inspection(repository, new ModelId(name, repository.versions(name).get(0))));
        } else {
            print(RepositoryListing.of(path, repository), all ? inspectAll(repository) : Map.of());
        }
    }

    private Inspection inspection(ModelRepository repository, ModelId id) {
        ModelPackage source = repository.locate(id);
        return filesOnly ? Inspection.byReading(id, source)
                : Inspection.byRunning(id, source, OnnxModelRuntime.ofDefaults());
    }

    private Map<String, List<Inspection>> inspectAll(ModelRepository repository) {
        List<ModelId> ids = repository.names().stream().flatMap(name -> repository.versions(name).stream()
                .map(version -> new ModelId(name, version))).toList();
        Map<String, List<Inspection>> packages = new LinkedHashMap<>();
        try (ProgressBar progress = new ProgressBar(terminal, "inspecting", ids.size())) {
            for (ModelId id : ids) {
                packages.computeIfAbsent(id.name(), name -> new ArrayList<>())
                        .add(inspection(repository, id));
                progress.step(id.toString());
            }
        }
        return packages;
    }

    private void print(Inspection found) {
        if (json) {
            terminal.out().println(Json.text(InspectionJson.tree(found)));
        } else {
            new InspectionText(terminal.out()).print(found);
        }
    }

    private void print(RepositoryListing listing, Map<String, List<Inspection>> packages) {
        if (json) {
            terminal.out().println(Json.text(InspectionJson.tree(listing, packages)));
            return;
        }
        InspectionText text = new InspectionText(terminal.out());
        text.print(listing);
        packages.values().stream().flatMap(List::stream).forEach(found -> {
            terminal.out().println();
            text.print(found);
        });
    }
}
