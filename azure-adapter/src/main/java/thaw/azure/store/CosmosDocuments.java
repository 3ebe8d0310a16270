package thaw.azure.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import thaw.InferenceException;
import thaw.hosting.ResultDocument;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;

/**
 * Documents of a container whose partition key is {@code /id}, created, so that of concurrent duplicates exactly one is
 * stored. Thread-safe.
 */
final class CosmosDocuments extends PutWriter {

    private static final String VERSION = "2018-12-31";
    // A document may have 2 MiB.
    private static final int PAYLOAD_BYTES = 1 << 20;
    private static final int EXISTS = 409;
    private static final int ABSENT = 404;

    private final Account account;
    private final String container;
    private final String function;
    private final String place;

    /** The container {@code database/container}. */
    CosmosDocuments(Account account, String container, String function) {
        super("cosmos:" + account.name() + "/" + container);
        String[] parts = container.split("/");
        if (parts.length != 2) {
            throw InferenceException.mismatch("cosmos:" + account.name(), "<database>/<container>",
                    "'" + container + "'");
        }
        this.account = account;
        this.container = "/dbs/" + Percent.encode(parts[0]) + "/colls/" + Percent.encode(parts[1]) + "/docs";
        this.function = function;
        this.place = "cosmos:" + account.name() + "/" + container;
    }

    private RestRequest request(String method, String path, String id) {
        return RestRequest.of(method, account.at(container + path)).header("x-ms-version", VERSION)
                .header("accept", "application/json")
                .header("x-ms-documentdb-partitionkey", "[\"" + id + "\"]");
    }

    @Override
    void put(ResultRecord record) {
        String id = id(record.key());
        byte[] document = document(record, id);
        try (RestAnswer answer = Rest.send(account, place,
                () -> request("POST", "", id).body(document, "application/json"))) {
            if (!answer.good() && answer.status() != EXISTS) {
                throw Rest.refused(place, answer);
            }
        }
    }

    private byte[] document(ResultRecord record, String id) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", id);
        JsonObject fields = JsonObject.parse(ResultDocument.json(record, PAYLOAD_BYTES), place);
        fields.keys().forEach(name -> document.put(name, fields.get(name)));
        return Json.bytes(document);
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
        Set<ResultKey> stored = new HashSet<>();
        for (ResultKey key : keys) {
            if (exists(id(key))) {
                stored.add(key);
            }
        }
        return stored;
    }

    // Reading by the key costs one unit; a query over all partitions costs more and may be refused.
    private boolean exists(String id) {
        try (RestAnswer answer = Rest.send(account, place, () -> request("GET", "/" + id, id))) {
            if (!answer.good() && answer.status() != ABSENT) {
                throw Rest.refused(place, answer);
            }
            return answer.good();
        }
    }
}
