package thaw.gcp.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.hosting.EntrySender;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * Rows streamed into a table. {@code output} and {@code attributes} go into columns of the type JSON or STRING. BigQuery
 * recognises a row that comes twice within a minute or so. Thread-safe.
 */
final class BigQueryTable implements EntrySender {

    private static final Capacity CAPACITY = new Capacity(500, 5 << 20, false);
    private static final List<String> AS_JSON = List.of("output", "attributes");

    private final GoogleClient client;
    private final String table;
    private final String path;

    /** The table {@code dataset.table} or {@code project.dataset.table}. */
    BigQueryTable(GoogleClient client, String place) {
        // A project's id may hold a colon and dots of its own domain, a dataset's and a table's none.
        int last = place.lastIndexOf('.');
        int middle = last < 0 ? -1 : place.lastIndexOf('.', last - 1);
        if (last <= 0 || last == place.length() - 1) {
            throw InferenceException.mismatch("table", "<dataset>.<table> or <project>.<dataset>.<table>",
                    "'" + place + "'");
        }
        String project = middle < 0 ? client.project() : place.substring(0, middle);
        this.client = client;
        this.table = "table " + place;
        this.path = "/bigquery/v2/projects/" + project + "/datasets/" + place.substring(middle + 1, last)
                + "/tables/" + place.substring(last + 1) + "/insertAll";
    }

    @Override
    public Capacity capacity() {
        return CAPACITY;
    }

    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        List<Object> rows = entries.stream().map(BigQueryTable::row).toList();
        // Rows that are in order are stored, whatever the others are.
        Exchange.Reply reply = client.post(Api.BIGQUERY, path, Map.of("skipInvalidRows", true, "rows", rows),
                table);
        if (reply.refused()) {
            throw GoogleClient.unavailable(table, reply.status(), reply.reason(),
                    "roles/bigquery.dataEditor on the table");
        }
        Map<Integer, String> refused = new TreeMap<>();
        for (JsonObject error : reply.json().objects("insertErrors")) {
            refused.put(error.integer("index", 0, 0, Integer.MAX_VALUE), reason(error));
        }
        return refused;
    }

    private static Object row(Entry entry) {
        JsonObject document = JsonObject.parse(entry.document(), "result");
        Map<String, Object> columns = new LinkedHashMap<>();
        for (String name : document.keys()) {
            Object value = document.get(name);
            columns.put(name, AS_JSON.contains(name) ? Json.text(value) : value);
        }
        return Map.of("insertId", entry.uniqueKey(), "json", columns);
    }

    private static String reason(JsonObject error) {
        List<JsonObject> errors = error.objects("errors");
        return errors.isEmpty() ? "refused"
                : errors.get(0).string("reason", "refused") + ": " + errors.get(0).string("message", "");
    }

    @Override
    public String toString() {
        return table;
    }
}
