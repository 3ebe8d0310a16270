package thaw.cli;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

import thaw.ModelReference;
import thaw.Models;
import thaw.TensorSpec;

/** What is served, for the person who started it. */
final class ServedTable {

    private final Models models;
    private final URI uri;
    private final boolean loaded;

    /** A table of these models; loaded says whether their signatures may be asked for without loading any. */
    ServedTable(Models models, URI uri, boolean loaded) {
        this.models = models;
        this.uri = uri;
        this.loaded = loaded;
    }

    List<String> lines() {
        TextTable table = new TextTable("model", "version", "input", "ask");
        for (String name : models.names()) {
            String url = uri.resolve("/v2/models/" + name + "/predict").toString();
            if (loaded) {
                addLoaded(table, name, url);
            } else {
                table.row(name, String.join(", ", models.versions(name)), "not loaded yet", "POST " + url);
            }
        }
        return table.lines("");
    }

    private void addLoaded(TextTable table, String name, String url) {
        try (Models.Lease lease = models.lease(ModelReference.to(name))) {
            String inputs = lease.loaded().model().signature().inputs().stream()
                    .map(ServedTable::text).collect(Collectors.joining(", "));
            table.row(name, lease.loaded().model().id().version(), inputs, "POST " + url);
        }
    }

    private static String text(TensorSpec input) {
        DeclaredValue value = DeclaredValue.of(input);
        return value.name() + " " + value.type() + value.shapeText();
    }
}
