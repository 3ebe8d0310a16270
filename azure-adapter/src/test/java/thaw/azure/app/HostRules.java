package thaw.azure.app;

import java.util.Map;
import java.util.Set;

import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the host accepts in {@code host.json} and as a retry policy. */
final class HostRules {

    private static final String TIME = "\\d{2}:[0-5]\\d:[0-5]\\d";
    /** The settings of each extension that an app may write, with their least and greatest number. */
    private static final Map<String, Map<String, int[]>> EXTENSIONS = Map.of("http", Map.of(), "eventHubs",
            Map.of("maxEventBatchSize", new int[]{1, 10_000}), "serviceBus",
            Map.of("maxMessageBatchSize", new int[]{1, 10_000}), "kafka",
            Map.of("maxBatchSize", new int[]{1, 10_000}),
            "queues", Map.of("maxDequeueCount", new int[]{1, 100}), "blobs",
            Map.of("poisonBlobThreshold", new int[]{1, 100}));

    private HostRules() {}

    static void check(JsonObject host) {
        assertEquals(Set.of("version", "functionTimeout", "extensionBundle", "extensions"), host.keys());
        assertEquals("2.0", host.string("version"));
        assertTrue(host.string("functionTimeout").matches(TIME), host.string("functionTimeout"));
        assertEquals("Microsoft.Azure.Functions.ExtensionBundle",
                host.required("extensionBundle").string("id"));
        assertEquals("[4.0.0, 5.0.0)", host.required("extensionBundle").string("version"));
        JsonObject extensions = host.required("extensions");
        extensions.keys().forEach(name -> checkExtension(name, extensions.required(name)));
    }

    private static void checkExtension(String name, JsonObject extension) {
        Map<String, int[]> known = EXTENSIONS.get(name);
        assertTrue(known != null, "no such extension: " + name);
        known.forEach((setting, range) -> extension.integer(setting, range[0], range[1]));
        for (String setting : extension.keys()) {
            assertTrue(known.containsKey(setting) || setting.equals("routePrefix")
                    || setting.equals("autoCompleteMessages"), name + "." + setting);
        }
    }

    static void checkRetry(JsonObject retry) {
        assertEquals(Set.of("strategy", "maxRetryCount", "minimumInterval", "maximumInterval"), retry.keys());
        assertEquals("exponentialBackoff", retry.string("strategy"));
        assertEquals(-1, retry.integer("maxRetryCount", -1, Integer.MAX_VALUE));
        assertTrue(retry.string("minimumInterval").matches(TIME)
                && retry.string("maximumInterval").matches(TIME));
        assertTrue(retry.string("minimumInterval").compareTo(retry.string("maximumInterval")) <= 0);
    }
}
