package thaw.gcp.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.hosting.Backoff;
import thaw.hosting.ResultDocument;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Documents of a collection, each created on the condition that its id is new, so that of concurrent duplicates exactly one
 * is stored. Many are written in one request, of which each succeeds or fails for itself. Thread-safe.
 */
final class FirestoreCollection implements SinkWriter {

    private static final String NEEDED = "roles/datastore.user";
    private static final int WRITES = 200;
    // A document may have one megabyte.
    private static final int PAYLOAD_BYTES = 512 << 10;
    private static final int ALREADY_EXISTS = 6;
    private static final Set<Integer> BUSY = Set.of(4, 8, 10, 13, 14);

    private final GoogleClient client;
    private final String database;
    private final String collection;
    private final String function;

    /** The collection {@code name}, {@code database/name} or {@code projects/p/databases/d/documents/name}. */
    FirestoreCollection(GoogleClient client, String place, String function) {
        String[] parts = place.split("/");
        this.client = client;
        this.function = function;
        if (place.startsWith("projects/") && parts.length == 6) {
            this.database = String.join("/", List.of(parts).subList(0, 4));
        } else if (parts.length <= 2) {
            this.database = "projects/" + client.project() + "/databases/"
                    + (parts.length == 2 ? parts[0] : "(default)");
        } else {
            throw InferenceException.mismatch("collection", "<collection>, <database>/<collection> or "
                    + "projects/<project>/databases/<database>/documents/<collection>", "'" + place + "'");
        }
        this.collection = parts[parts.length - 1];
    }

    private String documents() {
        return database + "/documents";
    }

    private String name(ResultKey key) {
        return documents() + "/" + collection + "/"
                + ResultDocument.hash(key.eventId(), key.model().name(), key.model().version(), function);
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        for (int from = 0; from < records.size(); from += WRITES) {
            write(records, from, Math.min(records.size(), from + WRITES), failures);
        }
        return failures;
    }

    private void write(List<ResultRecord> records, int from, int to,
            Map<Integer, InferenceException> failures) {
        List<Integer> left = new ArrayList<>();
        for (int i = from; i < to; i++) {
            left.add(i);
        }
        for (int tries = 1; !left.isEmpty(); tries++) {
            Map<Integer, InferenceException> refused = attempt(records, left);
            boolean last = tries == Backoff.TRIES;
            refused.forEach((index, cause) -> {
                if (last || !cause.retryable()) {
                    failures.put(index, asUnavailable(cause));
                }
            });
            left = last ? List.of()
                    : refused.keySet().stream().filter(i -> !failures.containsKey(i)).toList();
            if (!left.isEmpty()) {
                Backoff.await(tries, documents());
            }
        }
    }

    // The event is not to blame for what its result's place refuses: it comes again.
    private static InferenceException asUnavailable(InferenceException cause) {
        return cause.retryable() ? cause
                : InferenceException.unavailable(cause.culprit(), cause.getMessage(), cause);
    }

    /** Why documents were refused, by the record's index: retryable if another try may help. */
    private Map<Integer, InferenceException> attempt(List<ResultRecord> records, List<Integer> indexes) {
        List<Map<String, Object>> writes = indexes.stream().map(records::get).map(this::created).toList();
        Exchange.Reply reply;
        try {
            reply = post("batchWrite", Map.of("writes", writes));
        } catch (InferenceException failure) {
            Map<Integer, InferenceException> all = new TreeMap<>();
            // Tried often enough by then.
            indexes.forEach(
                    index -> all.put(index, InferenceException.unsupported("", failure.getMessage())));
            return all;
        }
        Map<Integer, InferenceException> refused = new TreeMap<>();
        List<JsonObject> statuses = reply.json().objects("status");
        for (int i = 0; i < indexes.size(); i++) {
            int code = i < statuses.size() ? statuses.get(i).integer("code", 0, 0, Integer.MAX_VALUE) : 0;
            if (code != 0 && code != ALREADY_EXISTS) {
                refused.put(indexes.get(i), refusal(code, statuses.get(i).string("message", "")));
            }
        }
        return refused;
    }

    private InferenceException refusal(int code, String message) {
        String reason = "not stored: " + message + " (code " + code + ")";
        return BUSY.contains(code) ? InferenceException.unavailable(documents(), reason, null)
                : InferenceException.unsupported(documents(), reason);
    }

    private Map<String, Object> created(ResultRecord record) {
        Map<?, ?> tree = (Map<?, ?>) Json.parse(ResultDocument.json(record, PAYLOAD_BYTES), "result");
        return Map.of("update",
                Map.of("name", name(record.key()), "fields", FirestoreValues.fields(tree)),
                "currentDocument", Map.of("exists", false));
    }

    private Exchange.Reply post(String verb, Object tree) {
        Exchange.Reply reply = client.post(Api.FIRESTORE, "/v1/" + documents() + ":" + verb, tree,
                documents());
        if (reply.refused()) {
            throw GoogleClient.unavailable(documents(), reply.status(), reply.reason(), NEEDED);
        }
        return reply;
    }

    @Override
    public boolean recognisesDuplicates() {
        return true;
    }

    @Override
    public Set<ResultKey> stored(Collection<ResultKey> keys) {
        if (keys.isEmpty()) {
            return Set.of();
        }
        Map<String, ResultKey> byName = new HashMap<>();
        keys.forEach(key -> byName.put(name(key), key));
        Exchange.Reply reply = post("batchGet", Map.of("documents", List.copyOf(byName.keySet()), "mask",
                Map.of("fieldPaths", List.of("event_id"))));
        Set<ResultKey> stored = new HashSet<>();
        if (Json.parse(reply.body(), "answer") instanceof List<?> answers) {
            for (Object answer : answers) {
                JsonObject.of(answer, "answer").object("found")
                        .ifPresent(found -> stored.add(byName.get(found.string("name"))));
            }
        }
        return stored;
    }
}
