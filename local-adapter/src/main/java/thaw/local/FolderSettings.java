package thaw.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Which folder is watched, and how. Immutable.
 *
 * @param folder  with all its subfolders; made if it is not there
 * @param settle  how long a file's size and time must not have changed before it counts as whole. A file renamed into
 *                place with an older time counts at once
 * @param rescan  how often the folder is read even if the system reports no change
 * @param workers batches side by side
 * @param moves   where files go once they are stored; without it they stay where they are
 */
public record FolderSettings(Path folder, Duration settle, Duration rescan, int workers,
        Optional<Moves> moves) {

    /**
     * Where files go once they are stored, their subfolders kept.
     *
     * @param done   those predicted
     * @param failed those set aside
     */
    public record Moves(Path done, Path failed) {
        public Moves {
            done = done.toAbsolutePath().normalize();
            failed = failed.toAbsolutePath().normalize();
        }
    }

    public FolderSettings {
        folder = folder.toAbsolutePath().normalize();
        Objects.requireNonNull(moves, "moves");
        if (settle.isNegative() || rescan.toMillis() <= 0 || workers <= 0) {
            throw new IllegalArgumentException("folder " + folder
                    + ": expected a settle time of 0 or more, and rescan and workers of more than 0");
        }
        if (moves.isPresent()) {
            requireOutside(folder, moves.get().done());
            requireOutside(folder, moves.get().failed());
        }
    }

    private static void requireOutside(Path folder, Path place) {
        if (place.startsWith(folder)) {
            throw new IllegalArgumentException("expected a folder outside of " + folder
                    + ", where its files would be taken again; got " + place);
        }
    }

    /** Half a second to settle, a look every two seconds at least, one worker a processor, nothing moved. */
    public static FolderSettings of(Path folder) {
        return new FolderSettings(folder, Duration.ofMillis(500), Duration.ofSeconds(2),
                Runtime.getRuntime().availableProcessors(), Optional.empty());
    }

    /** The same with other times. */
    public FolderSettings times(Duration settling, Duration rescanning) {
        return new FolderSettings(folder, settling, rescanning, workers, moves);
    }

    /** The same, and files are moved away once they are stored. */
    public FolderSettings moving(Path done, Path failed) {
        return new FolderSettings(folder, settle, rescan, workers, Optional.of(new Moves(done, failed)));
    }
}
