package thaw.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.TriggerEvent.BlobTrigger;
import thaw.TriggerItem;
import thaw.TriggerResult;
import thaw.TriggerResult.BatchResult;
import thaw.TriggerResult.ItemFailure;
import thaw.telemetry.StructuredLog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FolderSourceTest {

    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> refusals = Collections.synchronizedMap(new HashMap<>());

    @TempDir
    Path root;

    private Path inbox;
    private FolderSource source;

    @BeforeEach
    void folder() throws IOException {
        inbox = Files.createDirectories(root.resolve("in box"));
    }

    @AfterEach
    void stop() {
        if (source != null) {
            source.close();
        }
    }

    private void watch(FolderSettings settings) {
        source = new FolderSource(settings, 4, this::run, this::poison, StructuredLog.none());
        source.start();
    }

    private void watch() {
        watch(FolderSettings.of(inbox).times(Duration.ofMillis(200), Duration.ofMillis(300)));
    }

    /** Takes each item, unless refusals are left for it. */
    private TriggerResult run(BlobTrigger event) {
        List<ItemFailure> failures = new ArrayList<>();
        for (TriggerItem item : event.items()) {
            if (refusals.merge(item.reference(), -1, Integer::sum) >= 0) {
                failures.add(new ItemFailure(item.itemId(),
                        InferenceException.unavailable(item.reference(), "not now", null)));
            } else {
                taken.add(item.reference() + "=" + text(item));
            }
        }
        return failures.isEmpty() ? new TriggerResult.Acknowledged() : new BatchResult(failures);
    }

    private static String text(TriggerItem item) {
        try {
            return item.payload().text(1000);
        } catch (InferenceException unreadable) {
            return unreadable.kind().name();
        }
    }

    private Set<String> poison(Collection<String> eventIds) {
        return Set.copyOf(eventIds.stream().filter(id -> id.startsWith("bad")).toList());
    }

    private void requireTaken(String... expected) {
        Await.until("taken " + List.of(expected) + ", got " + taken, () -> taken.size() >= expected.length);
        List<String> sorted = new ArrayList<>(taken);
        Collections.sort(sorted);
        assertEquals(List.of(expected), sorted);
    }

    @Test
    void takesWhatIsThereAndWhatComesInAllSubfoldersWithAnyName() throws IOException {
        Files.createDirectories(inbox.resolve("a/b"));
        Files.writeString(inbox.resolve("a/b/there"), "1");
        Files.writeString(inbox.resolve("per%cent"), "2");
        watch();
        Files.writeString(inbox.resolve("new\nline"), "3");
        Files.writeString(inbox.resolve("ümlaut ☃"), "4");
        Files.createDirectories(inbox.resolve("later"));
        Files.writeString(inbox.resolve("later/x"), "5");
        requireTaken("%C3%BCmlaut%20%E2%98%83=4", "a/b/there=1", "later/x=5", "new%0Aline=3", "per%25cent=2");
    }

    @Test
    void leavesUnfinishedFilesAloneUntilTheyAreRenamed() throws IOException {
        Files.writeString(inbox.resolve("x.part"), "1");
        Files.writeString(inbox.resolve(".hidden"), "1");
        Files.writeString(inbox.resolve("y.tmp"), "1");
        Files.createDirectories(inbox.resolve(".git"));
        Files.writeString(inbox.resolve(".git/config"), "1");
        Files.createSymbolicLink(inbox.resolve("link"), inbox.resolve("x.part"));
        watch();
        Files.move(inbox.resolve("y.tmp"), inbox.resolve("y"), StandardCopyOption.ATOMIC_MOVE);
        requireTaken("y=1");
    }

    @Test
    void takesAFileOnlyWhenItIsWhole() throws IOException {
        Path file = inbox.resolve("slow");
        Files.writeString(file, "");
        watch(FolderSettings.of(inbox).times(Duration.ofSeconds(2), Duration.ofMillis(50)));
        for (int i = 0; i < 20; i++) {
            Files.writeString(file, "part", StandardOpenOption.APPEND);
            Files.writeString(inbox.resolve("wake" + i + ".tmp"), "");
        }
        requireTaken("slow=" + "part".repeat(20));
    }

    @Test
    void takesAChangedFileAnew() throws IOException {
        Path file = inbox.resolve("x");
        Files.writeString(file, "old");
        watch();
        requireTaken("x=old");
        Files.writeString(file, "newer");
        requireTaken("x=newer", "x=old");
    }

    @Test
    void triesAgainWithoutHoldingUpOthers() throws IOException {
        for (int i = 0; i < 30; i++) {
            Files.writeString(inbox.resolve("f" + i), "" + i);
        }
        refusals.put("f3", 3);
        watch();
        Await.until("f3 came at last: " + taken, () -> taken.contains("f3=3"));
        assertEquals("f3=3", taken.get(29));
        assertEquals(30, Set.copyOf(taken).size());
    }

    @Test
    void saysThatAFileWasDeletedMeanwhile() throws IOException {
        Path file = inbox.resolve("x");
        Files.writeString(file, "1");
        WatchedFile seen = WatchedFile.of(inbox.toUri().getRawPath(), file,
                Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class));
        assertEquals("1", text(seen.item()));
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertEquals("UNAVAILABLE", text(seen.item()));
        Files.delete(file);
        assertEquals("NOT_FOUND", text(seen.item()));
    }

    @Test
    void movesFilesAwayIfAsked() throws IOException {
        Files.createDirectories(inbox.resolve("sub"));
        Files.writeString(inbox.resolve("sub/good"), "1");
        Files.writeString(inbox.resolve("bad"), "2");
        watch(FolderSettings.of(inbox).times(Duration.ZERO, Duration.ofMillis(300))
                .moving(root.resolve("done"), root.resolve("failed")));
        Await.until("moved", () -> Files.exists(root.resolve("done/sub/good"))
                && Files.exists(root.resolve("failed/bad")));
        assertTrue(Files.notExists(inbox.resolve("sub/good")));
    }
}
