package thaw.azure.app;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The {@code host.json} of an app. */
final class HostJson {

    private HostJson() {}

    static Map<String, Object> of(AppFolder app) {
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("version", "2.0");
        host.put("functionTimeout", time(app.timeout()));
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("id", "Microsoft.Azure.Functions.ExtensionBundle");
        bundle.put("version", "[4.0.0, 5.0.0)");
        // Without it the host knows no trigger but HTTP.
        host.put("extensionBundle", bundle);
        host.put("extensions", extensions(app));
        return host;
    }

    private static Map<String, Object> extensions(AppFolder app) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("http", Map.of("routePrefix", app.routePrefix()));
        switch (app.source()) {
            case EVENT_HUB -> extensions.put("eventHubs", Map.of("maxEventBatchSize", app.batch()));
            case SERVICE_BUS, SERVICE_BUS_SESSIONS, SERVICE_BUS_TOPIC, SERVICE_BUS_TOPIC_SESSIONS ->
                extensions.put("serviceBus",
                        new TreeMap<>(
                                Map.of("maxMessageBatchSize", app.batch(), "autoCompleteMessages", true)));
            case KAFKA, KAFKA_SASL -> extensions.put("kafka", Map.of("maxBatchSize", app.batch()));
            case QUEUE, BLOB_QUEUE -> extensions.put("queues", Map.of("maxDequeueCount", 5));
            case BLOB, BLOB_POLLED -> extensions.put("blobs", Map.of("poisonBlobThreshold", 5));
            case HTTP, BLOB_EVENT -> {
            }
        }
        return extensions;
    }

    private static String time(Duration limit) {
        return String.format("%02d:%02d:%02d", limit.toHours(), limit.toMinutesPart(), limit.toSecondsPart());
    }
}
