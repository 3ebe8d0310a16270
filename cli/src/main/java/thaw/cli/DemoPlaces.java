package thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The demo's own folder, new for each run.
 *
 * @param folder holds everything
 */
record DemoPlaces(Path folder) {

    /** A new folder among the system's temporary ones. */
    static DemoPlaces create() throws IOException {
        DemoPlaces places = new DemoPlaces(Files.createTempDirectory("thaw-demo-"));
        Files.createDirectory(places.inbox());
        Files.createFile(places.stream());
        return places;
    }

    /** The watched folder. */
    Path inbox() {
        return folder.resolve("inbox");
    }

    /** The file that the stream is read from. */
    Path stream() {
        return folder.resolve("sentences.ndjson");
    }

    /** The results. */
    Path database() {
        return folder.resolve("thaw.db");
    }

    /** What a stored result names as its input, for the line at that offset. */
    String reference(int offset) {
        return stream().toAbsolutePath().normalize() + "#1@" + offset;
    }

    /** Removes it all; does nothing if that is done. */
    void delete() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
