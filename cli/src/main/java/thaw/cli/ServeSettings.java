package thaw.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import thaw.http.CorsPolicy;
import thaw.local.HttpResults;
import thaw.local.HttpSettings;
import thaw.telemetry.StructuredLog;

/**
 * What is served, to whom, and where results go.
 *
 * @param models   packages, files and repositories
 * @param jars     functions with their own code
 * @param http     where requests are answered
 * @param cors     which pages of other origins may call
 * @param watched  folders whose files are inputs
 * @param streams  files, pipes or standard input whose lines are inputs
 * @param follow   whether a file's end is waited at for more
 * @param data     the folder of the database and of result files
 * @param also     where results go beside the database
 * @param record   which answers over HTTP are stored
 * @param logLevel the least level that is logged
 */
record ServeSettings(List<Path> models, List<Path> jars, HttpSettings http, CorsPolicy cors,
        List<SourceOption> watched, List<SourceOption> streams, boolean follow, Path data, Set<Also> also,
        HttpResults record, StructuredLog.Level logLevel) {

    /** Where results go beside the database. */
    enum Also {
        /** One JSON file for each. */
        FILES,
        /** A line for each. */
        LINES
    }

    ServeSettings {
        models = List.copyOf(models);
        jars = List.copyOf(jars);
        Objects.requireNonNull(http, "http");
        Objects.requireNonNull(cors, "cors");
        watched = List.copyOf(watched);
        streams = List.copyOf(streams);
        also = Set.copyOf(also);
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(logLevel, "logLevel");
    }
}
