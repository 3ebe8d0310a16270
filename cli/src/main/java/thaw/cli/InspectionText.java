package thaw.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import thaw.model.OptimisedFile;
import thaw.onnx.OnnxGraph;
import thaw.onnx.Weights;

/** An inspection for people. */
final class InspectionText {

    private static final int LONGEST_VALUE = 100;

    private final PrintStream out;

    InspectionText(PrintStream out) {
        this.out = out;
    }

    void print(Inspection found) {
        out.println(found.id() + "  (" + found.folder() + ")");
        OnnxGraph graph = found.graph();
        line("producer", graph.producer().isEmpty() ? "not named" : graph.producer());
        line("format",
                "ONNX IR " + graph.irVersion() + ", operator sets " + graph.opsets().entrySet().stream()
                        .map(opset -> InspectionJson.named(opset.getKey()) + " " + opset.getValue())
                        .collect(Collectors.joining(", ")));
        Weights weights = graph.weights();
        line("size", ByteCount.text(found.bytes()) + ", "
                + String.format(Locale.ROOT, "%,d parameters in %,d tensors", weights.parameters(),
                        weights.tensors()));
        printText(graph);
        values("inputs", found.inputs());
        values("outputs", found.outputs());
        InspectionJson.operators(graph).forEach((domain, counts) -> line("operators",
                domain + ": " + counts.entrySet().stream()
                        .map(operator -> operator.getKey() + " x" + operator.getValue())
                        .collect(Collectors.joining(", "))));
        line("labels", found.labels() == 0 ? "none" : found.labels() + " classes");
        line("batchable", found.batching().line());
        found.forms().forEach(this::form);
        missing(found.missing());
    }

    private void form(OptimisedFile form) {
        line("starts", "from " + form.file() + (form.quantisation().isEmpty() ? ""
                : ", quantised (" + form.quantisation() + "): answers may differ by " + form.tolerance()));
    }

    private void printText(OnnxGraph graph) {
        if (!graph.documentation().isBlank()) {
            line("says", shortened(graph.documentation()));
        }
        for (Map.Entry<String, String> entry : graph.metadata().entrySet()) {
            line("metadata", entry.getKey() + " = " + shortened(entry.getValue()));
        }
        graph.externalData().stream().map(data -> data.location()).distinct()
                .forEach(file -> line("external", file));
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
    }

    private void line(String name, String value) {
        out.printf("  %-10s %s%n", name, value);
    }

    private void values(String title, List<DeclaredValue> values) {
        TextTable table = new TextTable(title, "datatype", "shape");
        values.forEach(value -> table.row("  " + value.name(), value.type(), value.shapeText()));
        table.lines("  ").forEach(out::println);
    }

    private void missing(List<MissingPart> missing) {
        if (missing.isEmpty()) {
            line("missing", "nothing");
            return;
        }
        TextTable table = new TextTable("missing", "would give");
        missing.forEach(part -> table.row("  " + part.file(), part.enables()));
        table.lines("  ").forEach(out::println);
    }

    void print(RepositoryListing listing) {
        TextTable table = new TextTable("model", "versions", "aliases");
        for (RepositoryListing.Entry model : listing.models()) {
            table.row(model.name(), String.join(", ", model.versions()), model.aliases().isEmpty() ? "-"
                    : model.aliases().entrySet().stream()
                            .map(alias -> alias.getKey() + "=" + alias.getValue())
                            .collect(Collectors.joining(", ")));
        }
        table.lines("").forEach(out::println);
    }
}
