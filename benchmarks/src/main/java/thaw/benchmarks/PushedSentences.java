package thaw.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import thaw.TriggerItem;

/** The sample's sentences in the envelopes of pushes, each with an id of its own. Immutable. */
final class PushedSentences {

    private static final int DIFFERENT = 6400;

    private final List<String> data;

    PushedSentences() throws IOException {
        data = new Sentences().items(DIFFERENT).stream().map(PushedSentences::coded).toList();
    }

    private static String coded(TriggerItem item) {
        return Base64.getEncoder().encodeToString(item.payload().bytes(1 << 20));
    }

    /** As a subscription posts it. */
    byte[] envelope(int message) {
        return ("{\"subscription\":\"projects/example/subscriptions/push\",\"message\":{\"messageId\":\""
                + message
                + "\",\"data\":\"" + data.get(message % DIFFERENT) + "\"}}")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
