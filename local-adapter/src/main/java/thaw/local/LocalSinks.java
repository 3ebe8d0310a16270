package thaw.local;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import thaw.InferenceException;
import thaw.Sink;
import thaw.run.SinkConnector;
import thaw.run.SinkWriter;

/**
 * The sinks of this machine, under one folder: a table is a table of the database, an object a file
 * {@code <sink>/<event>.json}, a stream the lines of {@code <sink>.ndjson}, an alert a line of {@code <sink>.alerts.ndjson}.
 * Poison goes to the table {@code results} unless the definition says otherwise. Thread-safe.
 */
public final class LocalSinks {

    /** Where poison goes when a definition names no dead letter, and what the page shows. */
    public static final Sink RESULTS = Sink.table("results");

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final ResultDatabase database;
    private final Path folder;
    private final Map<String, ResultTable> tables = new ConcurrentHashMap<>();

    /** Sinks in that database, and in files below that folder. */
    public LocalSinks(ResultDatabase database, Path folder) {
        this.database = database;
        this.folder = folder.toAbsolutePath();
    }

    /** The connector for one function: rows and files carry its name. */
    public SinkConnector forFunction(String function) {
        return new SinkConnector() {
            @Override
            public SinkWriter connect(Sink sink) {
                return LocalSinks.this.connect(sink, function);
            }

            @Override
            public Optional<Sink> deadLetter() {
                return Optional.of(RESULTS);
            }
        };
    }

    private SinkWriter connect(Sink sink, String function) {
        if (sink instanceof Sink.ToTable table) {
            return table(table.name(), function);
        }
        if (sink instanceof Sink.ToObject object) {
            return new ObjectFolder(folder.resolve(fileName(object.name())), function);
        }
        if (sink instanceof Sink.ToStream stream) {
            return new LineFile(database, folder.resolve(fileName(stream.name()) + ".ndjson"), stream.name(),
                    function, true);
        }
        Sink.ToAlert alert = (Sink.ToAlert) sink;
        return new LineFile(database, folder.resolve(fileName(alert.name()) + ".alerts.ndjson"),
                "alert:" + alert.name(), function, false);
    }

    private ResultTable table(String name, String function) {
        ResultTable table = new ResultTable(database, name, function, ResultDatabase.Durability.POWER_CUT);
        tables.put(name, table);
        return table;
    }

    private static String fileName(String name) {
        if (!FILE_NAME.matcher(name).matches()) {
            throw InferenceException.mismatch("sink '" + name + "'",
                    "a name that can be a file's: letters, digits, '.', '_' or '-'", name);
        }
        return name;
    }

    /**
     * Rows of answers over HTTP, under the function {@code http}, in the table that the page shows. They survive the
     * process, not a power cut: the caller has the answer, and no event waits for it.
     */
    ResultTable httpResults() {
        ResultTable table = new ResultTable(database, RESULTS.name(), "http",
                ResultDatabase.Durability.PROCESS);
        tables.putIfAbsent(RESULTS.name(), table);
        return table;
    }

    /** The last rows of all tables, newest first. */
    List<Map<String, Object>> last(int limit) {
        return tables.values().stream().flatMap(table -> table.last(limit).stream())
                .sorted(Comparator.comparing((Map<String, Object> row) -> (String) row.get("at")).reversed())
                .limit(limit).toList();
    }

    /** Which of a function's events were set aside in any table. */
    Set<String> poison(String function, Collection<String> eventIds) {
        Set<String> poison = new HashSet<>();
        tables.values().forEach(table -> poison.addAll(table.poison(function, eventIds)));
        return poison;
    }
}
