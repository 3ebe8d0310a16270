package thaw.gcp.local;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import thaw.json.JsonObject;
import thaw.testing.Await;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Messages by push to the real invoker, which is killed in the middle and started anew: every result once in Firestore,
 * every poisoned message on the dead-letter topic.
 */
class KillStormTest {

    private static final int MESSAGES = 10_000;
    private static final int POISON = MESSAGES / 100;
    private static final int PACKET = 500;
    private static final int SIDE_BY_SIDE = 64;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    private static byte[] message(int index) {
        // Text that is none is the poison of a model that reads text.
        return index % 100 == 13 ? new byte[]{(byte) 0xFF, (byte) index, (byte) (index >> 8)}
                : ("what a lovely day, " + index).getBytes(StandardCharsets.UTF_8);
    }

    private static void publish(PubSubEmulator events) {
        List<byte[]> packet = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            packet.add(message(i));
            if (packet.size() == PACKET || i == MESSAGES - 1) {
                events.publish("records", packet);
                packet.clear();
            }
        }
    }

    private static Map<String, String> settings(PubSubEmulator events, FirestoreEmulator store) {
        return Map.of("THAW_TRIGGER", "stream", "THAW_MODEL", "sentiment", "THAW_SINKS", "results",
                "THAW_SINK_RESULTS", "firestore:results", "THAW_DEAD_LETTER", "pubsub:dead",
                "PUBSUB_EMULATOR_HOST", events.host(), "FIRESTORE_EMULATOR_HOST", store.host());
    }

    @Test
    void losesNothingAndDoublesNoResultThoughItIsKilled() {
        int port = Workplace.freePort();
        try (PubSubEmulator events = new PubSubEmulator();
                FirestoreEmulator store = new FirestoreEmulator()) {
            events.topic("records");
            events.topic("dead");
            events.subscription("dead-all", "dead");
            events.subscription("records-push", "records");
            publish(events);
            try (Instance first = Instance.ready(port, settings(events, store));
                    PushDelivery push = delivery(events, first)) {
                assertTrue(push.going());
                Await.until("a third of the results", LIMIT, () -> count(store) > MESSAGES / 3);
                first.process().kill();
                assertTrue(count(store) < MESSAGES - POISON, "it was killed in the middle");
                try (Instance second = Instance.ready(port, settings(events, store))) {
                    Await.until("all results", LIMIT, () -> count(store) >= MESSAGES - POISON);
                    assertDeadLetters(events);
                    assertTrue(second.process().isAlive());
                }
            }
            List<String> ids = store.texts("results", "event_id");
            assertEquals(MESSAGES - POISON, ids.size());
            assertEquals(ids.size(), Set.copyOf(ids).size(), "each once");
        }
    }

    private static PushDelivery delivery(PubSubEmulator events, Instance instance) {
        return new PushDelivery(events, "records-push", instance.uri("/"), SIDE_BY_SIDE);
    }

    private static int count(FirestoreEmulator store) {
        return store.count("results");
    }

    private static void assertDeadLetters(PubSubEmulator events) {
        List<JsonObject> letters = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        Await.until(POISON + " dead letters", Duration.ofMinutes(2), () -> {
            letters.addAll(events.pulled("dead-all"));
            letters.forEach(letter -> keys.add(letter.required("attributes").string("key")));
            return keys.size() >= POISON;
        });
        assertEquals(POISON, keys.size());
        // What was published and not yet acknowledged when the instance was killed comes twice, with the same key.
        assertTrue(letters.size() - POISON < SIDE_BY_SIDE, letters.size() + " letters");
    }
}
