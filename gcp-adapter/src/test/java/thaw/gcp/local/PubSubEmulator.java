package thaw.gcp.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.json.JsonObject;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.Workplace;

/** Google's own emulator of Pub/Sub, with push subscriptions, redelivery and dead letters. */
final class PubSubEmulator implements AutoCloseable {

    static final String PROJECT = "example";

    private final int port = Workplace.freePort();
    private final ChildProcess process;

    PubSubEmulator() {
        Path jar = GoogleCloudCli.file("pubsub-emulator/lib", "cloud-pubsub-emulator-.*-all\\.jar");
        process = ChildProcess
                .start(Command.of(Workplace.scratch("pubsub"), Duration.ofMinutes(20), "java", "-Xmx512m",
                        "-jar", jar.toString(), "--host=127.0.0.1", "--port=" + port));
        process.awaitAnswer(URI.create("http://" + host()), Duration.ofMinutes(2));
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    private String address(String resource) {
        return "http://" + host() + "/v1/projects/" + PROJECT + "/" + resource;
    }

    void topic(String name) {
        Rest.put(address("topics/" + name), Map.of());
    }

    /** Whose messages are pulled. */
    void subscription(String name, String topic) {
        Rest.put(address("subscriptions/" + name), subscribed(topic));
    }

    private static Map<String, Object> subscribed(String topic) {
        Map<String, Object> subscription = new LinkedHashMap<>();
        subscription.put("topic", "projects/" + PROJECT + "/topics/" + topic);
        subscription.put("ackDeadlineSeconds", 60);
        return subscription;
    }

    /** Whose messages are posted to that address, and again soon if they are not acknowledged. */
    void pushSubscription(String name, String topic, URI endpoint) {
        Map<String, Object> subscription = subscribed(topic);
        subscription.put("pushConfig", Map.of("pushEndpoint", endpoint.toString()));
        subscription.put("retryPolicy", Map.of("minimumBackoff", "0.1s", "maximumBackoff", "1s"));
        Rest.put(address("subscriptions/" + name), subscription);
    }

    void publish(String topic, List<byte[]> messages) {
        Rest.post(address("topics/" + topic + ":publish"), Map.of("messages", messages.stream()
                .map(data -> Map.of("data", Base64.getEncoder().encodeToString(data))).toList()));
    }

    String name(String subscription) {
        return "projects/" + PROJECT + "/subscriptions/" + subscription;
    }

    /** Up to so many messages that are there now, with their ids to settle them by. */
    List<JsonObject> received(String subscription, int most) {
        return Rest.post(address("subscriptions/" + subscription + ":pull"),
                Map.of("maxMessages", most, "returnImmediately", true)).objects("receivedMessages");
    }

    /** Acknowledges a message, or gives it back at once. */
    void settle(String subscription, String ackId, boolean acknowledged) {
        if (acknowledged) {
            Rest.post(address("subscriptions/" + subscription + ":acknowledge"),
                    Map.of("ackIds", List.of(ackId)));
        } else {
            Rest.post(address("subscriptions/" + subscription + ":modifyAckDeadline"),
                    Map.of("ackIds", List.of(ackId), "ackDeadlineSeconds", 0));
        }
    }

    /** All that is there now, acknowledged. */
    List<JsonObject> pulled(String subscription) {
        List<JsonObject> all = new ArrayList<>();
        for (;;) {
            List<JsonObject> received = received(subscription, 1000);
            if (received.isEmpty()) {
                return all;
            }
            Rest.post(address("subscriptions/" + subscription + ":acknowledge"),
                    Map.of("ackIds", received.stream().map(message -> message.string("ackId")).toList()));
            received.forEach(message -> all.add(message.required("message")));
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
