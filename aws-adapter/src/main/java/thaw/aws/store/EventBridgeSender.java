package thaw.aws.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import thaw.hosting.EntrySender;

/**
 * Events of a bus: the detail is the result, the source {@code thaw.<function>}.
 *
 * @param clients  to send with
 * @param bus      its name or ARN
 * @param function whose results they are
 */
record EventBridgeSender(AwsClients clients, String bus, String function) implements EntrySender {

    @Override
    public Capacity capacity() {
        return new Capacity(10, 250 << 10, false);
    }

    @Override
    public Map<Integer, String> send(List<Entry> entries) {
        List<PutEventsResultEntry> results = AwsFailures.calling(toString(), () -> clients.eventBridge()
                .putEvents(request -> request.entries(entries.stream().map(this::event).toList())).entries());
        Map<Integer, String> refused = new TreeMap<>();
        for (int i = 0; i < entries.size(); i++) {
            if (results.get(i).errorCode() != null) {
                refused.put(i, results.get(i).errorCode() + ": " + results.get(i).errorMessage());
            }
        }
        return refused;
    }

    private PutEventsRequestEntry event(Entry entry) {
        return PutEventsRequestEntry.builder().eventBusName(bus).source("thaw." + function)
                .detailType("Inference Result")
                .detail(new String(entry.document(), StandardCharsets.UTF_8)).build();
    }

    @Override
    public String toString() {
        return "event bus " + bus;
    }
}
