package thaw.aws.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import thaw.InferenceException;
import thaw.hosting.Backoff;
import thaw.hosting.ParallelPuts;
import thaw.hosting.ResultDocument;
import thaw.json.JsonObject;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Rows of a table whose partition key is the text {@code id} and which has no sort key. Each is put on the condition that
 * its key is new, so that of concurrent duplicates exactly one is stored. Thread-safe.
 */
final class DynamoDbTable implements SinkWriter {

    private static final String ID = "id";
    private static final int KEYS_A_REQUEST = 100;
    // A row may have 400 KB.
    private static final int PAYLOAD_BYTES = 192 << 10;

    private final AwsClients clients;
    private final String table;
    private final String function;
    private final String place;
    private final ParallelPuts puts;

    DynamoDbTable(AwsClients clients, String table, String function) {
        this.clients = clients;
        this.table = table;
        this.function = function;
        this.place = "table " + table;
        this.puts = new ParallelPuts(place, this::put);
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        return puts.store(records);
    }

    private void put(ResultRecord record) {
        try {
            clients.dynamoDb().putItem(PutItemRequest.builder().tableName(table).item(row(record))
                    .conditionExpression("attribute_not_exists(#id)")
                    .expressionAttributeNames(Map.of("#id", ID)).build());
        } catch (ConditionalCheckFailedException duplicate) {
            // Stored by another delivery: that counts.
        } catch (SdkException failure) {
            throw AwsFailures.unavailable(place, failure);
        }
    }

    private Map<String, AttributeValue> row(ResultRecord record) {
        Map<String, AttributeValue> row = new LinkedHashMap<>();
        row.put(ID, AttributeValue.fromS(id(record.key())));
        JsonObject fields = JsonObject.parse(ResultDocument.json(record, PAYLOAD_BYTES), place);
        fields.keys().forEach(name -> row.put(name, value(fields.get(name))));
        return row;
    }

    /** Different for what is different, and of one length however long the event's id is. */
    private String id(ResultKey key) {
        return ResultDocument.hash(key.eventId(), key.model().name(), key.model().version(), function);
    }

    private static AttributeValue value(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, AttributeValue> values = new LinkedHashMap<>();
            map.forEach((name, value) -> values.put(String.valueOf(name), value(value)));
            return AttributeValue.fromM(values);
        }
        if (tree instanceof List<?> list) {
            return AttributeValue.fromL(list.stream().map(DynamoDbTable::value).toList());
        }
        if (tree instanceof Number number) {
            return number(number);
        }
        if (tree instanceof Boolean flag) {
            return AttributeValue.fromBool(flag);
        }
        return tree == null ? AttributeValue.fromNul(true) : AttributeValue.fromS(tree.toString());
    }

    // DynamoDB's numbers reach from 1E-130 to 9.9E125; what lies outside is kept as it is written.
    private static AttributeValue number(Number number) {
        double size = Math.abs(number.doubleValue());
        boolean fits = size == 0 || size >= 1E-130 && size < 1E126;
        return fits ? AttributeValue.fromN(number.toString()) : AttributeValue.fromS(number.toString());
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
            for (String found : found(ids.subList(from, Math.min(ids.size(), from + KEYS_A_REQUEST)))) {
                stored.add(byId.get(found));
            }
        }
        return stored;
    }

    /** Which of these ids there are; those that DynamoDB did not get to are asked for again. */
    private List<String> found(List<String> ids) {
        List<String> found = new ArrayList<>();
        Map<String, KeysAndAttributes> asked = Map.of(table, KeysAndAttributes.builder().consistentRead(true)
                .projectionExpression("#id").expressionAttributeNames(Map.of("#id", ID))
                .keys(ids.stream().map(id -> Map.of(ID, AttributeValue.fromS(id))).toList()).build());
        for (int tries = 1; !asked.isEmpty(); tries++) {
            BatchGetItemResponse answer = get(asked);
            answer.responses().getOrDefault(table, List.of()).forEach(row -> found.add(row.get(ID).s()));
            asked = answer.unprocessedKeys();
            if (!asked.isEmpty()) {
                awaitNext(tries);
            }
        }
        return found;
    }

    private void awaitNext(int tries) {
        if (tries == Backoff.TRIES) {
            throw InferenceException.unavailable(place, "is asked too often: keys were left unread after "
                    + tries + " tries", null);
        }
        Backoff.await(tries, place);
    }

    private BatchGetItemResponse get(Map<String, KeysAndAttributes> asked) {
        return AwsFailures.calling(place,
                () -> clients.dynamoDb().batchGetItem(request -> request.requestItems(asked)));
    }

    @Override
    public void close() {
        puts.close();
    }
}
