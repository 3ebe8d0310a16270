package thaw.hosting;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.Payload;
import thaw.json.JsonObject;
import thaw.run.ResultRecord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EntryWriterTest {

    /** A service that refuses entries by name, some of them only for so many times. */
    private static final class Service implements EntrySender {
        private final Capacity capacity;
        private final Map<String, Integer> refusals = new TreeMap<>();
        private final List<List<String>> requests = new ArrayList<>();
        private final List<String> stored = new ArrayList<>();
        private boolean down;

        Service(int entries, boolean ordered) {
            capacity = new Capacity(entries, 4 << 20, 1 << 20, ordered);
        }

        @Override
        public Capacity capacity() {
            return capacity;
        }

        @Override
        public Map<Integer, String> send(List<Entry> entries) {
            if (down) {
                throw InferenceException.unavailable("service", "cannot be reached", null);
            }
            List<String> names = entries.stream().map(entry -> name(entry.document())).toList();
            requests.add(names);
            Map<Integer, String> refused = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                if (refusals.merge(names.get(i), -1, Integer::sum) >= 0) {
                    refused.put(i, "slow");
                } else {
                    stored.add(names.get(i));
                }
            }
            return refused;
        }

        private static String name(byte[] document) {
            return JsonObject.parse(document, "document").string("event_id");
        }

        @Override
        public String toString() {
            return "service";
        }
    }

    @Test
    void sendsAsManyAsFitAndWhatWasRefusedOnceMore() {
        Service service = new Service(3, false);
        service.refusals.put("a/2", 2);
        assertEquals(Map.of(),
                new EntryWriter(service).store(Results.keyed("a/1", "a/2", "a/3", "a/4", "b/1")));
        assertEquals(List.of(List.of("a/1", "a/2", "a/3"), List.of("a/2"), List.of("a/2"),
                List.of("a/4", "b/1")), service.requests);
        assertEquals(5, new HashSet<>(service.stored).size());
    }

    @Test
    void neverSendsTwoOfAKeyTogetherWhereTheirOrderCounts() {
        Service service = new Service(10, true);
        service.refusals.put("a/1", 1);
        assertEquals(Map.of(), new EntryWriter(service).store(Results.keyed("a/1", "b/1", "a/2", "b/2")));
        assertEquals(List.of("b/1", "a/1", "a/2", "b/2"), service.stored);
    }

    @Test
    void holdsBackWhatComesBehindAFailedOneOfItsKey() {
        Service service = new Service(10, true);
        service.refusals.put("a/1", 1000);
        Map<Integer, InferenceException> failures = new EntryWriter(service)
                .store(Results.keyed("a/1", "b/1", "a/2", "b/2"));
        assertEquals(Set.of(0, 2), failures.keySet());
        assertTrue(failures.get(0).getMessage().contains("slow"), failures.toString());
        assertTrue(failures.get(2).getMessage().contains("held back"), failures.toString());
        assertEquals(List.of("b/1", "b/2"), service.stored);
    }

    @Test
    void reportsAllWhenTheServiceCannotBeReached() {
        Service service = new Service(10, false);
        service.down = true;
        List<ResultRecord> records = IntStream.range(0, 12).mapToObj(i -> Results.predicted("e" + i, ""))
                .toList();
        Map<Integer, InferenceException> failures = new EntryWriter(service).store(records);
        assertEquals(12, failures.size());
        assertTrue(failures.values().stream().allMatch(InferenceException::retryable));
    }

    @Test
    void saysThatAResultIsLargerThanThePlaceTakes() {
        Service service = new Service(10, true);
        String text = "x".repeat(1 << 20);
        ResultRecord large = Results.record("a/2", "a", ResultRecord.Status.PREDICTED,
                Map.of("text", text), "", Payload.ofText(""));
        List<ResultRecord> records = new ArrayList<>(Results.keyed("a/1", "b/1", "a/3"));
        records.add(1, large);
        Map<Integer, InferenceException> failures = new EntryWriter(service).store(records);
        assertEquals(Set.of(1, 3), failures.keySet(), "the large one, and what is behind it");
        assertTrue(failures.get(1).getMessage().contains("takes at most 1048576 bytes"),
                failures.get(1).getMessage());
        assertEquals(List.of("a/1", "b/1"), service.stored);
    }
}
