package thaw.azure.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import thaw.InferenceException;
import thaw.hosting.ResultDocument;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;

/**
 * Rows of a table, inserted, so that of concurrent duplicates exactly one is stored. The partition key is the function's
 * name, the row key one text per event, model and version. A value too long for a property goes on in {@code name_2} and so
 * on. Thread-safe.
 */
final class TableRows extends PutWriter {

    // A property may have 64 KiB in UTF-16, a row 1 MiB.
    private static final int PROPERTY_CHARS = 31 << 10;
    private static final int PAYLOAD_BYTES = 96 << 10;
    // A filter may have fifteen comparisons.
    private static final int KEYS_A_REQUEST = 14;

    private final Account account;
    private final String table;
    private final String function;
    private final String place;

    TableRows(Account account, String table, String function) {
        super("aztable:" + account.name() + "/" + table);
        this.account = account;
        this.table = table;
        this.function = function;
        this.place = "aztable:" + account.name() + "/" + table;
    }

    @Override
    void put(ResultRecord record) {
        byte[] row = Json.bytes(row(record));
        try (RestAnswer answer = Rest.send(account, place,
                () -> RestRequest.of("POST", account.at("/" + Percent.encode(table)))
                        .header("accept", "application/json;odata=nometadata")
                        .header("prefer", "return-no-content").body(row, "application/json"))) {
            // Stored by another delivery: that counts.
            if (!answer.good() && !(answer.status() == 409 && answer.code().equals("EntityAlreadyExists"))) {
                throw Rest.refused(place, answer);
            }
        }
    }

    private Map<String, Object> row(ResultRecord record) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("PartitionKey", partition());
        row.put("RowKey", id(record.key()));
        JsonObject fields = JsonObject.parse(ResultDocument.json(record, PAYLOAD_BYTES), place);
        fields.keys().forEach(name -> putValue(row, name, fields.get(name)));
        return row;
    }

    private static void putValue(Map<String, Object> row, String name, Object value) {
        if (value instanceof Number number && !(value instanceof Double)) {
            // As a number of JSON it would be cut to 32 bits.
            row.put(name + "@odata.type", "Edm.Int64");
            row.put(name, number.toString());
            return;
        }
        if (!(value instanceof String) && !(value instanceof Map) && !(value instanceof List)) {
            row.put(name, value);
            return;
        }
        String text = value instanceof String plain ? plain : Json.text(value);
        for (int part = 1, from = 0; part == 1 || from < text.length(); part++, from += PROPERTY_CHARS) {
            row.put(part == 1 ? name : name + "_" + part,
                    text.substring(from, Math.min(text.length(), from + PROPERTY_CHARS)));
        }
    }

    // What a key may not contain.
    private String partition() {
        return function.replaceAll("[/\\\\#?\\p{Cntrl}]", "_");
    }

    private String id(ResultKey key) {
        return ResultDocument.hash(key.eventId(), key.model().name(), key.model().version(), function);
    }

    @Override
    public boolean recognisesDuplicates() {
        return true;
    }

    @Override
    public Set<ResultKey> stored(Collection<ResultKey> keys) {
        Map<String, ResultKey> byId = new HashMap<>();
        keys.forEach(key -> byId.put(id(key), key));
        List<String> ids = new ArrayList<>(byId.keySet());
        Set<ResultKey> stored = new HashSet<>();
        for (int from = 0; from < ids.size(); from += KEYS_A_REQUEST) {
            found(ids.subList(from, Math.min(ids.size(), from + KEYS_A_REQUEST)))
                    .forEach(id -> stored.add(byId.get(id)));
        }
        return stored;
    }

    private List<String> found(List<String> ids) {
        String filter = "PartitionKey eq '" + partition().replace("'", "''") + "' and ("
                + ids.stream().map(id -> "RowKey eq '" + id + "'").collect(Collectors.joining(" or ")) + ")";
        try (RestAnswer answer = Rest.send(account, place,
                () -> RestRequest
                        .of("GET", account.at("/" + Percent.encode(table) + "()?$select=RowKey&$filter="
                                + Percent.encode(filter)))
                        .header("accept", "application/json;odata=nometadata"))) {
            if (!answer.good()) {
                throw Rest.refused(place, answer);
            }
            return JsonObject.parse(answer.bytes(), place).objects("value").stream()
                    .map(row -> row.string("RowKey")).toList();
        } catch (IOException failure) {
            throw InferenceException.unavailable(place, "cannot be asked: " + failure, failure);
        }
    }
}
