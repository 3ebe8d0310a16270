package thaw.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import thaw.telemetry.StructuredLog;

/** Moves files that are stored out of a watched folder, if the settings say where. Thread-safe. */
final class FileMoves {

    private final FolderSettings settings;
    private final Function<Collection<String>, Set<String>> poison;
    private final StructuredLog log;

    FileMoves(FolderSettings settings, Function<Collection<String>, Set<String>> poison, StructuredLog log) {
        this.settings = settings;
        this.poison = poison;
        this.log = log;
    }

    void move(List<WatchedFile> stored) {
        if (stored.isEmpty() || settings.moves().isEmpty()) {
            return;
        }
        FolderSettings.Moves moves = settings.moves().get();
        try {
            Set<String> failed = poison.apply(stored.stream().map(WatchedFile::eventId).toList());
            stored.forEach(
                    file -> move(file, failed.contains(file.eventId()) ? moves.failed() : moves.done()));
        } catch (RuntimeException failure) {
            told("files stay where they are", settings.folder().toString(), failure);
        }
    }

    // A file that cannot be moved is stored all the same; after a restart it is recognised and moved then.
    private void move(WatchedFile file, Path to) {
        try {
            Path place = to.resolve(settings.folder().relativize(file.path()));
            Files.createDirectories(place.getParent());
            if (Files.exists(place)) {
                place = to.resolve(file.fingerprint() + "-" + place.getFileName());
            }
            if (Files.exists(file.path())) {
                Files.move(file.path(), place);
            }
        } catch (IOException failure) {
            told("file stays where it is", file.relative(), failure);
        }
    }

    private void told(String message, String what, Exception failure) {
        log.log(StructuredLog.Level.WARN, message, Map.of("input", what, "reason", failure.toString()));
    }
}
