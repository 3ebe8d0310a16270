package thaw.benchmarks;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import thaw.Payload;
import thaw.TriggerItem;

/** Records for the sentiment sample: its own sentences over and over, each with an id of its own. */
final class Sentences {

    private final List<String> lines;

    Sentences() throws IOException {
        lines = Files.readAllLines(Repositories.file("samples/data/sentiment/sentences.ndjson"));
    }

    private String line(int index) {
        String line = lines.get(index % lines.size());
        return line.replaceFirst("\"id\": \"", "\"id\": \"" + index + "-");
    }

    /** Items of a stream, as many as asked for. */
    List<TriggerItem> items(int count) {
        List<TriggerItem> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String id = "sentences/" + i;
            Payload payload = Payload.of(line(i).getBytes(StandardCharsets.UTF_8), "application/json");
            items.add(new TriggerItem(id, id, "", id, payload));
        }
        return items;
    }

    /** The same as a file of lines. */
    void write(Path file, int count) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                writer.append(line(i)).append('\n');
            }
        }
    }
}
