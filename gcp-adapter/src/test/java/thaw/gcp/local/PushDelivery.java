package thaw.gcp.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * A push subscription's part: many posts side by side, as Pub/Sub sends them; the emulator, which keeps the messages,
 * would send one after the other. What is not acknowledged by its status is given back, and comes again.
 */
final class PushDelivery implements AutoCloseable {

    private static final Set<Integer> ACKNOWLEDGED = Set.of(102, 200, 201, 202, 204);
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    private final PubSubEmulator messages;
    private final String subscription;
    private final URI function;
    private final int sideBySide;
    private final Semaphore free;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean closed;

    PushDelivery(PubSubEmulator messages, String subscription, URI function, int sideBySide) {
        this.messages = messages;
        this.subscription = subscription;
        this.function = function;
        this.sideBySide = sideBySide;
        this.free = new Semaphore(sideBySide);
        threads.execute(this::run);
    }

    boolean going() {
        return !closed;
    }

    private void run() {
        while (!closed) {
            try {
                free.acquire();
                free.release();
                List<JsonObject> received = messages.received(subscription, sideBySide);
                for (JsonObject message : received) {
                    free.acquire();
                    threads.execute(() -> push(message));
                }
                if (received.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void push(JsonObject received) {
        boolean acknowledged = false;
        try {
            Map<String, Object> envelope = new LinkedHashMap<>();
            envelope.put("message", received.get("message"));
            envelope.put("subscription", messages.name(subscription));
            acknowledged = ACKNOWLEDGED.contains(CLIENT.send(
                    HttpRequest.newBuilder(function).timeout(Duration.ofSeconds(60))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(Json.bytes(envelope))).build(),
                    BodyHandlers.discarding()).statusCode());
        } catch (IOException killed) {
            // Nobody answered: not acknowledged.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
        if (!closed) {
            messages.settle(subscription, received.string("ackId"), acknowledged);
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
