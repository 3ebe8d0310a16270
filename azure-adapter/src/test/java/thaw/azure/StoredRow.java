package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import thaw.json.Json;
import thaw.json.JsonObject;

/** A row of a table, read back as the fields that every sink writes. */
final class StoredRow {

    private StoredRow() {}

    static Map<String, Object> fields(JsonObject row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : row.keys()) {
            String begun = name.replaceFirst("_\\d+$", "");
            if (!begun.equals(name) && row.has(begun)) {
                fields.put(begun, fields.get(begun) + row.string(name));
            } else if (!name.contains("odata") && !name.endsWith("Key")) {
                fields.put(name, row.get(name));
            }
        }
        fields.computeIfPresent("output", (name, text) -> parsed((String) text));
        fields.computeIfPresent("latency_us", (name, text) -> Long.parseLong(String.valueOf(text)));
        return fields;
    }

    private static Object parsed(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8), "output");
    }
}
