package thaw.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import thaw.TriggerKind;
import thaw.conformance.AdapterDriver.Message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every adapter must do alike with records: each stored once, poison alone set aside, order kept, nothing lost. */
public interface StreamConformance {

    /** Starts that function on the platform; closed after each test. */
    AdapterDriver start(FunctionSpec spec) throws Exception;

    private AdapterDriver stream() throws Exception {
        return start(FunctionSpec.of(TriggerKind.STREAM, "risk"));
    }

    /** The patients' records, of three keys. */
    private static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (SampleData.Patient patient : SampleData.patients()) {
            messages.add(new Message(patient.id(), "clinic-" + messages.size() % 3, patient.features()));
        }
        return messages;
    }

    private static List<String> labels() {
        return SampleData.patients().stream().map(SampleData.Patient::label).toList();
    }

    /** Where among the results that record's one is. */
    private static int index(AdapterDriver driver, List<Map<String, Object>> results, Message message) {
        List<Integer> found = IntStream.range(0, results.size()).filter(
                i -> ((String) results.get(i).get("event_id")).endsWith(driver.eventId(message))).boxed()
                .toList();
        assertEquals(1, found.size(), () -> "results of " + message.id() + " in " + results);
        return found.get(0);
    }

    /** Each record has its own result, those of one key in their order, and there is no other. */
    private static void assertStored(AdapterDriver driver, List<Message> messages, List<String> labels)
            throws Exception {
        List<Map<String, Object>> results = driver.results();
        assertEquals(messages.size(), results.size());
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            int at = index(driver, results, messages.get(i));
            Map<?, ?> output = (Map<?, ?>) results.get(at).get("output");
            assertEquals(labels.get(i), output.get("label"), messages.get(i).id());
            int before = Objects.requireNonNullElse(last.put(messages.get(i).key(), at), -1);
            assertTrue(driver.lacks().contains(AdapterDriver.Lack.ORDER) || before < at,
                    messages.get(i).id() + " was stored before an earlier record of its key");
        }
    }

    @Test
    default void predictsEachRecord() throws Exception {
        try (AdapterDriver driver = stream()) {
            assertEquals(Set.of(), driver.deliver(messages()));
            assertStored(driver, messages(), labels());
        }
    }

    @Test
    default void setsAsideThePoisonedRecordAlone() throws Exception {
        List<Message> messages = messages();
        messages.set(3, new Message("bad", "clinic-0", "{\"no\":\"such features\"}"));
        try (AdapterDriver driver = stream()) {
            assertEquals(Set.of(), driver.deliver(messages));
            List<String> expected = new ArrayList<>(labels());
            expected.remove(3);
            Message bad = messages.remove(3);
            assertStored(driver, messages, expected);
            assertEquals(0, index(driver, driver.poison(), bad));
        }
    }

    @Test
    default void storesARecordDeliveredTwiceOnce() throws Exception {
        try (AdapterDriver driver = stream()) {
            driver.deliver(messages().subList(0, 12));
            assertEquals(Set.of(), driver.deliver(messages()));
            assertStored(driver, messages(), labels());
        }
    }

    @Test
    default void takesRecordsAgainWhenTheSinkWasDown() throws Exception {
        try (AdapterDriver driver = stream()) {
            driver.breakSinks(true);
            Set<Integer> again = driver.deliver(messages());
            assertEquals(IntStream.range(0, messages().size()).boxed().collect(Collectors.toSet()), again);
            assertEquals(List.of(), driver.results());
            driver.breakSinks(false);
            assertEquals(Set.of(), driver.deliver(messages()));
            assertStored(driver, messages(), labels());
        }
    }

    @Test
    default void takesExactlyWhatThePlatformPromisesAgainBehindAFailedRecord() throws Exception {
        List<Message> messages = messages();
        int failed = 7;
        try (AdapterDriver driver = stream()) {
            driver.refuse(messages.get(failed));
            assertEquals(expectedAgain(driver.redelivery(), messages, failed), driver.deliver(messages));
            driver.breakSinks(false);
            assertEquals(Set.of(), driver.deliver(messages));
            assertStored(driver, messages, labels());
        }
    }

    private static Set<Integer> expectedAgain(AdapterDriver.Redelivery redelivery, List<Message> messages,
            int failed) {
        return IntStream.range(0, messages.size()).filter(i -> switch (redelivery) {
            case ITEM -> i == failed;
            case KEY -> i >= failed && messages.get(i).key().equals(messages.get(failed).key());
            case CHECKPOINT -> i >= failed;
            case WHOLE -> true;
        }).boxed().collect(Collectors.toSet());
    }

    @Test
    default void keepsTheOrderOverManyModelRuns() throws Exception {
        List<SampleData.Patient> patients = SampleData.patients();
        List<Message> messages = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SampleData.Patient patient = patients.get(i * 7 % patients.size());
            messages.add(new Message("m" + i, "key-" + i % 7, patient.features()));
            expected.add(patient.label());
        }
        try (AdapterDriver driver = stream()) {
            assertEquals(Set.of(), driver.deliver(messages));
            assertStored(driver, messages, expected);
        }
    }
}
