package thaw.azure.app;

import java.util.Map;
import java.util.Set;

import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What the host and its extensions accept in a binding, by its type: the properties of the attributes that they make of it.
 * Read in the sources of azure-functions-host 4.1037 and of the extensions in bundle 4.
 */
final class BindingRules {

    private static final Set<String> EVERY = Set.of("type", "direction", "name", "dataType");

    /** Properties that a type has beside those of every binding; the first set must be there. */
    private record Rule(Set<String> required, Set<String> optional) {}

    private static final Map<String, Rule> RULES = Map.of(
            "httpTrigger", new Rule(Set.of("authLevel"), Set.of("methods", "route", "webHookType")),
            "http", new Rule(Set.of(), Set.of()),
            "blobTrigger", new Rule(Set.of("path"), Set.of("connection", "source")),
            "eventGridTrigger", new Rule(Set.of(), Set.of("cardinality")),
            "queueTrigger", new Rule(Set.of("queueName"), Set.of("connection")),
            "eventHubTrigger",
            new Rule(Set.of("eventHubName"), Set.of("connection", "consumerGroup", "cardinality")),
            "serviceBusTrigger",
            new Rule(Set.of(), Set.of("queueName", "topicName", "subscriptionName", "connection",
                    "isSessionsEnabled", "cardinality", "autoCompleteMessages")),
            "kafkaTrigger",
            new Rule(Set.of("brokerList", "topic"), Set.of("consumerGroup", "cardinality", "username",
                    "password", "protocol", "authenticationMode", "sslCaLocation", "lagThreshold")),
            "warmupTrigger", new Rule(Set.of(), Set.of()));

    private static final Map<String, Set<String>> VALUES = Map.of("direction", Set.of("in", "out", "inout"),
            "dataType",
            Set.of("binary", "string", "stream"), "cardinality", Set.of("one", "many"), "authLevel",
            Set.of("anonymous", "function", "admin"), "source", Set.of("EventGrid", "LogsAndContainerScan"),
            "protocol",
            Set.of("plaintext", "ssl", "saslPlaintext", "saslSsl"), "authenticationMode",
            Set.of("gssapi", "plain", "scramSha256", "scramSha512"));

    private static final Set<String> SWITCHES = Set.of("isSessionsEnabled", "autoCompleteMessages");

    private BindingRules() {}

    static void check(JsonObject binding) {
        Rule rule = RULES.get(binding.string("type"));
        assertTrue(rule != null, () -> "no such binding: " + binding.string("type"));
        assertTrue(binding.has("direction") && binding.has("name"), binding.keys().toString());
        assertTrue(binding.keys().containsAll(rule.required()),
                () -> rule.required() + " in " + binding.keys());
        for (String name : binding.keys()) {
            assertTrue(
                    EVERY.contains(name) || rule.required().contains(name) || rule.optional().contains(name),
                    () -> "unknown to " + binding.string("type") + ": " + name);
            if (SWITCHES.contains(name)) {
                assertTrue(binding.get(name) instanceof Boolean, () -> name + ": " + binding.get(name));
                continue;
            }
            Set<String> values = VALUES.getOrDefault(name, Set.of(String.valueOf(binding.get(name))));
            assertTrue(values.contains(binding.string(name)), () -> name + ": " + binding.string(name));
        }
        if (binding.string("type").equals("serviceBusTrigger")) {
            boolean queue = binding.has("queueName");
            boolean topic = binding.has("topicName") && binding.has("subscriptionName");
            assertTrue(queue != topic, "either a queue, or a topic and its subscription");
        }
    }
}
