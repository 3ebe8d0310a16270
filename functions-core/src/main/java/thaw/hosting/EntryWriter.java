package thaw.hosting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * Results as entries of requests, as large as the service takes them. What it refuses is sent again a few times. Where
 * the order of a key counts, a request never holds two entries of one key: the first might be refused and the second not.
 * Thread-safe.
 */
public final class EntryWriter implements SinkWriter {

    // Half of the 256 KB that the smallest of the services takes, once it is base64 in JSON.
    private static final int PAYLOAD_BYTES = 96 << 10;

    private final EntrySender sender;

    /** Writes through that sender. */
    public EntryWriter(EntrySender sender) {
        this.sender = sender;
    }

    private record Indexed(int index, EntrySender.Entry entry) {}

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        Set<String> failedKeys = new HashSet<>();
        List<Indexed> waiting = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            waiting.add(new Indexed(i, entry(records.get(i))));
        }
        while (!waiting.isEmpty()) {
            List<Indexed> packet = nextPacket(waiting, failedKeys, failures);
            waiting.removeAll(packet);
            waiting.removeIf(held -> failures.containsKey(held.index()));
            send(packet, failures, failedKeys);
        }
        return failures;
    }

    private static EntrySender.Entry entry(ResultRecord record) {
        String unique = ResultDocument.hash(record);
        String ordering = record.orderingKey().isEmpty() ? unique : record.orderingKey();
        return new EntrySender.Entry(ordering, unique, ResultDocument.json(record, PAYLOAD_BYTES));
    }

    /** As many as fit, in their order, and no two of a key whose order counts. */
    private List<Indexed> nextPacket(List<Indexed> waiting, Set<String> failedKeys,
            Map<Integer, InferenceException> failures) {
        EntrySender.Capacity capacity = sender.capacity();
        List<Indexed> packet = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        int bytes = 0;
        for (Indexed next : waiting) {
            String key = next.entry().orderingKey();
            int size = size(next.entry());
            Optional<InferenceException> refusal = refusal(next.entry(), failedKeys);
            if (refusal.isPresent()) {
                failures.put(next.index(), refusal.get());
                failedKeys.add(key);
            } else if (packet.size() == capacity.entries() || bytes + size > capacity.bytes()) {
                return packet;
            } else if (keys.add(key) || !capacity.ordered()) {
                packet.add(next);
                bytes += size;
            }
        }
        return packet;
    }

    private static int size(EntrySender.Entry entry) {
        return entry.document().length + 2 * entry.orderingKey().length() + 128;
    }

    /** Why an entry need not be sent at all. */
    private Optional<InferenceException> refusal(EntrySender.Entry entry, Set<String> failedKeys) {
        if (sender.capacity().ordered() && failedKeys.contains(entry.orderingKey())) {
            return Optional.of(InferenceException.unavailable(sender.toString(),
                    "held back behind a failed result of the key '" + entry.orderingKey() + "'", null));
        }
        int most = sender.capacity().entry();
        int size = size(entry);
        return size <= most ? Optional.empty()
                : Optional.of(InferenceException.unavailable(sender.toString(), "takes at most " + most
                        + " bytes, the result has " + size
                        + ": store it in objects, or ask for fewer outputs", null));
    }

    private void send(List<Indexed> packet, Map<Integer, InferenceException> failures,
            Set<String> failedKeys) {
        List<Indexed> left = packet;
        for (int tries = 1; !left.isEmpty(); tries++) {
            Map<Integer, InferenceException> refused = attempt(left.stream().map(Indexed::entry).toList());
            List<Indexed> again = refused.keySet().stream().map(left::get).toList();
            if (tries == Backoff.TRIES) {
                fail(left, refused, failures, failedKeys);
                return;
            }
            left = again;
            if (!left.isEmpty()) {
                Backoff.await(tries, sender.toString());
            }
        }
    }

    private Map<Integer, InferenceException> attempt(List<EntrySender.Entry> entries) {
        Map<Integer, InferenceException> refused = new TreeMap<>();
        try {
            sender.send(entries).forEach((at, reason) -> refused.put(at,
                    InferenceException.unavailable(sender.toString(), "not stored: " + reason, null)));
        } catch (InferenceException failure) {
            for (int i = 0; i < entries.size(); i++) {
                refused.put(i, failure);
            }
        }
        return refused;
    }

    private static void fail(List<Indexed> left, Map<Integer, InferenceException> refused,
            Map<Integer, InferenceException> failures, Set<String> failedKeys) {
        refused.forEach((at, cause) -> {
            failures.put(left.get(at).index(), cause);
            failedKeys.add(left.get(at).entry().orderingKey());
        });
    }
}
