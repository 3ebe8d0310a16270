package thaw.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.Sink;
import thaw.TriggerKind;

/**
 * All sinks of a function as one: a result is stored when every sink has it, poison when the dead letter has it. Sinks
 * that recognise duplicates are written last, so that what they know is complete.
 */
final class ResultSinks implements AutoCloseable {

    private record Connected(Sink sink, SinkWriter writer) {}

    private final List<Connected> sinks;
    private final Optional<Connected> deadLetter;

    ResultSinks(FunctionDefinition<?, ?> definition, SinkConnector connector) {
        // Requests come one by one from many threads; events come with many items from one.
        boolean joined = definition.trigger() == TriggerKind.HTTP;
        sinks = definition.sinks().stream().map(sink -> new Connected(sink,
                joined ? new JoiningWriter(connector.connect(sink)) : connector.connect(sink)))
                // Not by Comparator.comparing: its lambda is serializable, and so in no class archive.
                .sorted((one, other) -> Boolean.compare(one.writer().recognisesDuplicates(),
                        other.writer().recognisesDuplicates()))
                .toList();
        deadLetter = definition.deadLetter().or(connector::deadLetter)
                .map(sink -> connected(sink).orElseGet(() -> new Connected(sink, connector.connect(sink))));
    }

    private Optional<Connected> connected(Sink sink) {
        return sinks.stream().filter(candidate -> candidate.sink().equals(sink)).findFirst();
    }

    /** The keys whose items need no other run. */
    Set<ResultKey> stored(Collection<ResultKey> keys) {
        Set<ResultKey> stored = storedIn(sinks, keys);
        deadLetter.ifPresent(last -> stored.addAll(storedIn(List.of(last), keys)));
        return stored;
    }

    private static Set<ResultKey> storedIn(List<Connected> places, Collection<ResultKey> keys) {
        Set<ResultKey> stored = new HashSet<>();
        boolean first = true;
        for (Connected place : places) {
            if (place.writer().recognisesDuplicates()) {
                Set<ResultKey> here = place.writer().stored(keys);
                if (first) {
                    stored.addAll(here);
                } else {
                    stored.retainAll(here);
                }
                first = false;
            }
        }
        return stored;
    }

    /** Stores what was predicted; the failures by index into the list. */
    Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        for (Connected sink : sinks) {
            storeIn(sink, indexes(records, failures, record -> accepts(sink.sink(), record)), records,
                    failures);
        }
        return failures;
    }

    /** Why poison cannot be set aside, if there is no dead letter. */
    Optional<InferenceException> refusal(ResultRecord poison) {
        return deadLetter.isPresent() ? Optional.empty() : Optional.of(nowhereToSetAside(poison));
    }

    /** Sets records aside whatever they are; the failures by index into the list. */
    Map<Integer, InferenceException> setAside(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        List<Integer> all = indexes(records, failures, record -> true);
        if (deadLetter.isPresent()) {
            storeIn(deadLetter.get(), all, records, failures);
        } else {
            all.forEach(index -> failures.put(index, nowhereToSetAside(records.get(index))));
        }
        return failures;
    }

    private static InferenceException nowhereToSetAside(ResultRecord record) {
        return InferenceException.unavailable(record.reference(),
                "it can never be predicted (" + record.reason() + ") and no dead letter is configured", null);
    }

    private static boolean accepts(Sink sink, ResultRecord record) {
        if (record.status() != ResultRecord.Status.PREDICTED) {
            return false;
        }
        return !(sink instanceof Sink.ToAlert alert) || AlertRule.alerts(alert, record.output());
    }

    private interface Choice {
        boolean takes(ResultRecord record);
    }

    private static List<Integer> indexes(List<ResultRecord> records,
            Map<Integer, InferenceException> failures,
            Choice choice) {
        List<Integer> indexes = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            if (!failures.containsKey(i) && choice.takes(records.get(i))) {
                indexes.add(i);
            }
        }
        return indexes;
    }

    private static void storeIn(Connected sink, List<Integer> indexes, List<ResultRecord> records,
            Map<Integer, InferenceException> failures) {
        if (indexes.isEmpty()) {
            return;
        }
        try {
            sink.writer().store(indexes.stream().map(records::get).toList())
                    .forEach((index, cause) -> failures.put(indexes.get(index), cause));
        } catch (RuntimeException | Error failure) {
            InferenceException cause = InferenceException.unavailable("sink '" + sink.sink().name() + "'",
                    "nothing was stored: " + failure.getMessage(), failure);
            indexes.forEach(index -> failures.put(index, cause));
        }
    }

    @Override
    public void close() {
        sinks.forEach(sink -> sink.writer().close());
        deadLetter.filter(last -> !sinks.contains(last)).ifPresent(last -> last.writer().close());
    }
}
