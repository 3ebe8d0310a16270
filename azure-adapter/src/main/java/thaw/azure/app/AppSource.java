package thaw.azure.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.TriggerKind;

/** What calls the function of an app: the folder's name, the entry point, and the trigger that the host reads. */
public enum AppSource {
    /** Requests. */
    HTTP("http", "HttpEntry", TriggerKind.HTTP),
    /** Blobs, told by Event Grid through the blob trigger. */
    BLOB("blob", "BlobEntry", TriggerKind.BLOB),
    /** Blobs, found by the blob trigger's own polling; not on the Flex Consumption plan. */
    BLOB_POLLED("blob", "BlobEntry", TriggerKind.BLOB),
    /** Blobs, told by Event Grid itself: their bytes never pass through the host. */
    BLOB_EVENT("blobevent", "BlobEventEntry", TriggerKind.BLOB),
    /** Blobs, told by a storage queue. */
    BLOB_QUEUE("blobqueue", "BlobQueueEntry", TriggerKind.BLOB),
    /** Events of Event Hubs. */
    EVENT_HUB("eventhub", "EventHubEntry", TriggerKind.STREAM),
    /** Messages of a Service Bus queue. */
    SERVICE_BUS("servicebus", "ServiceBusEntry", TriggerKind.STREAM),
    /** Messages of a Service Bus queue with sessions, which the host takes only if it is told of them. */
    SERVICE_BUS_SESSIONS("servicebus", "ServiceBusEntry", TriggerKind.STREAM),
    /** Messages of a Service Bus topic's subscription. */
    SERVICE_BUS_TOPIC("servicebustopic", "ServiceBusEntry", TriggerKind.STREAM),
    /** Messages of a Service Bus topic's subscription with sessions. */
    SERVICE_BUS_TOPIC_SESSIONS("servicebustopic", "ServiceBusEntry", TriggerKind.STREAM),
    /** Messages of a storage queue. */
    QUEUE("queue", "QueueEntry", TriggerKind.STREAM),
    /** Records of Kafka, whose brokers ask nobody who comes. */
    KAFKA("kafka", "KafkaEntry", TriggerKind.STREAM),
    /** Records of Kafka over TLS, with a name and a password. */
    KAFKA_SASL("kafka", "KafkaEntry", TriggerKind.STREAM);

    private static final String STORAGE = "THAW_STORAGE";

    private final String functionName;
    private final String entryClass;
    private final TriggerKind trigger;

    AppSource(String functionName, String entryClass, TriggerKind trigger) {
        this.functionName = functionName;
        this.entryClass = entryClass;
        this.trigger = trigger;
    }

    /** What is usual for a kind of trigger. */
    public static AppSource usual(TriggerKind kind) {
        return switch (kind) {
            case HTTP -> HTTP;
            case BLOB -> BLOB;
            case STREAM -> EVENT_HUB;
        };
    }

    /** The function's name in the app, and its folder. */
    public String functionName() {
        return functionName;
    }

    /** The kind of definition that it can call. */
    public TriggerKind trigger() {
        return trigger;
    }

    String entryPoint() {
        return "thaw.azure." + entryClass + ".run";
    }

    /** The bindings of {@code function.json}. */
    List<Map<String, Object>> bindings(AccessLevel access) {
        Map<String, Object> binding = new LinkedHashMap<>();
        switch (this) {
            case HTTP -> {
                trigger(binding, "httpTrigger", "request");
                binding.put("authLevel", access.name().toLowerCase(java.util.Locale.ROOT));
                binding.put("route", "{*path}");
                // In one order: Map.of has another in every process, and the same app must be the same file.
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("type", "http");
                answer.put("direction", "out");
                answer.put("name", "$return");
                return List.of(binding, answer);
            }
            case BLOB, BLOB_POLLED -> {
                trigger(binding, "blobTrigger", "content");
                binding.put("dataType", "binary");
                binding.put("path", "%THAW_BLOB_CONTAINER%/{name}");
                binding.put("connection", STORAGE);
                binding.put("source", this == BLOB ? "EventGrid" : "LogsAndContainerScan");
            }
            case BLOB_EVENT -> trigger(binding, "eventGridTrigger", "event");
            case BLOB_QUEUE, QUEUE -> {
                trigger(binding, "queueTrigger", "message");
                binding.put("dataType", "binary");
                binding.put("queueName", "%THAW_QUEUE%");
                binding.put("connection", STORAGE);
            }
            case EVENT_HUB -> {
                trigger(binding, "eventHubTrigger", "events");
                many(binding, "binary");
                binding.put("eventHubName", "%THAW_EVENTHUB%");
                binding.put("consumerGroup", "%THAW_EVENTHUB_CONSUMER_GROUP%");
                binding.put("connection", "THAW_EVENTHUBS");
            }
            case SERVICE_BUS, SERVICE_BUS_SESSIONS -> {
                messages(binding, this == SERVICE_BUS_SESSIONS);
                binding.put("queueName", "%THAW_SERVICEBUS_QUEUE%");
            }
            case SERVICE_BUS_TOPIC, SERVICE_BUS_TOPIC_SESSIONS -> {
                messages(binding, this == SERVICE_BUS_TOPIC_SESSIONS);
                binding.put("topicName", "%THAW_SERVICEBUS_TOPIC%");
                binding.put("subscriptionName", "%THAW_SERVICEBUS_SUBSCRIPTION%");
            }
            case KAFKA, KAFKA_SASL -> {
                trigger(binding, "kafkaTrigger", "records");
                many(binding, "string");
                binding.put("brokerList", "%THAW_KAFKA_BROKERS%");
                binding.put("topic", "%THAW_KAFKA_TOPIC%");
                binding.put("consumerGroup", "%THAW_KAFKA_CONSUMER_GROUP%");
                if (this == KAFKA_SASL) {
                    signIn(binding);
                }
            }
        }
        return List.of(binding);
    }

    private static void trigger(Map<String, Object> binding, String type, String name) {
        binding.put("type", type);
        binding.put("direction", "in");
        binding.put("name", name);
    }

    private static void messages(Map<String, Object> binding, boolean sessions) {
        trigger(binding, "serviceBusTrigger", "messages");
        many(binding, "binary");
        binding.put("connection", "THAW_SERVICEBUS");
        if (sessions) {
            binding.put("isSessionsEnabled", true);
        }
    }

    private static void signIn(Map<String, Object> binding) {
        binding.put("protocol", "saslSsl");
        binding.put("authenticationMode", "plain");
        binding.put("username", "%THAW_KAFKA_USERNAME%");
        binding.put("password", "%THAW_KAFKA_PASSWORD%");
    }

    private static void many(Map<String, Object> binding, String dataType) {
        binding.put("dataType", dataType);
        binding.put("cardinality", "many");
    }

    /** Whether the source moves on when the function fails, unless the host itself tries again. */
    boolean movesOn() {
        return this == EVENT_HUB || this == KAFKA || this == KAFKA_SASL;
    }
}
