package thaw.local;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import thaw.InferenceException;
import thaw.telemetry.StructuredLog;

/** Waits until the system reports a change in some folders. Which change does not matter. Not thread-safe. */
final class FolderWatch implements AutoCloseable {

    private final StructuredLog log;
    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private boolean told;

    FolderWatch(StructuredLog log) {
        this.log = log;
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException failure) {
            throw InferenceException.unavailable("folder watch", "the system gives none: " + failure,
                    failure);
        }
    }

    /** Watches that folder too; without a watch it is found by the next look all the same. */
    void register(Path folder) {
        WatchKey key = keys.get(folder);
        if (key != null && key.isValid()) {
            return;
        }
        try {
            keys.put(folder, folder.register(service, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (IOException failure) {
            if (!told) {
                told = true;
                log.log(StructuredLog.Level.WARN, "folder is not watched, only read from time to time",
                        Map.of("folder", folder.toString(), "reason", failure.toString()));
            }
        }
    }

    /** Returns on the first change, or after that time. */
    void await(Duration most) throws InterruptedException {
        WatchKey changed = service.poll(most.toNanos(), TimeUnit.NANOSECONDS);
        while (changed != null) {
            changed.pollEvents();
            if (!changed.reset()) {
                keys.values().remove(changed);
            }
            changed = service.poll();
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException harmless) {
            log.log(StructuredLog.Level.DEBUG, "folder watch", Map.of("reason", harmless.toString()));
        }
    }
}
