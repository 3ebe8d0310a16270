package thaw.local;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which files of a folder need no look: those taken, and those that failed and wait. It may forget at any time, for a file
 * that is stored is recognised by the database, so that its memory is bounded. Thread-safe.
 */
final class FolderProgress {

    // About 100 MB of them; then all are forgotten, and recognised anew.
    private static final int MOST_TAKEN = 1_000_000;

    private static final int MOST_WAITING = 10_000;

    private record Waiting(int failures, long untilNanos) {}

    private final Set<Fingerprint> taken = new HashSet<>();
    private final Map<Fingerprint, Waiting> waiting = new LinkedHashMap<>();
    private final Map<Fingerprint, Integer> attempts = new HashMap<>();

    /** Whether the file may be taken now; if so it is. */
    synchronized boolean take(Fingerprint file) {
        if (taken.contains(file) || waits(file)) {
            return false;
        }
        if (taken.size() >= MOST_TAKEN) {
            taken.clear();
        }
        return taken.add(file);
    }

    private boolean waits(Fingerprint file) {
        Waiting entry = waiting.get(file);
        if (entry == null) {
            return false;
        }
        if (System.nanoTime() < entry.untilNanos()) {
            return true;
        }
        waiting.remove(file);
        attempts.put(file, entry.failures());
        return false;
    }

    /** The file is stored. */
    synchronized void stored(Fingerprint file) {
        attempts.remove(file);
    }

    /** The file failed for now, and comes again after a while. */
    synchronized void failed(Fingerprint file) {
        taken.remove(file);
        int failures = attempts.getOrDefault(file, 0) + 1;
        attempts.remove(file);
        if (waiting.size() < MOST_WAITING) {
            waiting.put(file, new Waiting(failures, System.nanoTime() + Backoff.after(failures).toNanos()));
        }
    }

    /** The file was never tried. */
    synchronized void givenBack(Fingerprint file) {
        taken.remove(file);
    }

    /** Whether some wait for another try. */
    synchronized boolean someWait() {
        return !waiting.isEmpty();
    }
}
