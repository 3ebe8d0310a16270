package thaw.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.hosting.PlaceKind;
import thaw.hosting.ResultDocument;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Says what would be stored where, and stores nothing. Thread-safe.
 *
 * @param place where it would go
 * @param lines one a result
 */
record PrintedResults(String place, PrintStream lines) implements SinkWriter {

    private static final int PAYLOAD_BYTES = 1024;

    /** The same kind of place, but nothing gets there. */
    static PlaceKind dryRun(PlaceKind kind, PrintStream lines) {
        return new PlaceKind(kind.name(), kind.form(), kind.holds(),
                (place, function) -> new PrintedResults(kind.name() + ":" + place, lines));
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        for (ResultRecord record : records) {
            lines.println("thaw: would store in " + place + ": "
                    + new String(ResultDocument.json(record, PAYLOAD_BYTES), StandardCharsets.UTF_8));
        }
        return Map.of();
    }
}
