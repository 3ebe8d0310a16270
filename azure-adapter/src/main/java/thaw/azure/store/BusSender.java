package thaw.azure.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import thaw.InferenceException;
import thaw.hosting.EntrySender;
import thaw.hosting.ResultDocument;
import thaw.json.Json;

/**
 * Messages of a queue or topic of Service Bus, or events of a hub of Event Hubs. In Service Bus the ordering key is the
 * session and a result sent twice has one message id; in Event Hubs it is the partition key.
 *
 * @param account of the namespace
 * @param entity  the queue, topic or hub
 */
record BusSender(Account account, String entity) implements EntrySender {

    private static final Pattern KEY = Pattern.compile("[!-~]{1,128}");
    private static final String BATCH = "application/vnd.microsoft.servicebus.json";

    @Override
    public Capacity capacity() {
        return new Capacity(100, 200 << 10, true);
    }

    /** A request is stored as a whole or not at all. */
    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        if (account.service() == Service.SERVICE_BUS) {
            post(entries);
            return Map.of();
        }
        // Events of one request share a partition: one request per key.
        Map<Integer, String> refused = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                post(List.of(entries.get(i)));
            } catch (InferenceException failure) {
                refused.put(i, failure.getMessage());
            }
        }
        return refused;
    }

    private void post(List<Entry> entries) {
        List<Object> messages = new ArrayList<>();
        entries.forEach(entry -> messages.add(message(entry)));
        RestRequest request = RestRequest
                .of("POST", account.at("/" + Percent.encodePath(entity) + "/messages"))
                .body(Json.bytes(messages), BATCH);
        if (account.service() == Service.EVENT_HUBS) {
            request.header("brokerproperties", Json.text(Map.of("PartitionKey", key(entries.get(0)))));
        }
        try (RestAnswer answer = Rest.once(account, request)) {
            if (!answer.good()) {
                throw Rest.refused(toString(), answer);
            }
        } catch (IOException failure) {
            throw InferenceException.unavailable(toString(), "cannot be reached: " + failure, failure);
        }
    }

    private Map<String, Object> message(Entry entry) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("Body", new String(entry.document(), StandardCharsets.UTF_8));
        if (account.service() == Service.SERVICE_BUS) {
            Map<String, Object> broker = new HashMap<>();
            broker.put("MessageId", entry.uniqueKey());
            broker.put("SessionId", key(entry));
            message.put("BrokerProperties", broker);
        }
        return message;
    }

    private static String key(Entry entry) {
        String key = entry.orderingKey();
        return KEY.matcher(key).matches() ? key : ResultDocument.hash(key);
    }

    @Override
    public String toString() {
        return (account.service() == Service.SERVICE_BUS ? "servicebus:" : "eventhubs:") + account.name()
                + "/"
                + entity;
    }
}
