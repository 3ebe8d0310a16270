package thaw.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import thaw.InferenceException;
import thaw.run.ResultKey;
import thaw.run.ResultRecord;
import thaw.run.SinkWriter;

/**
 * One JSON file per result, written beside its place, synced and renamed into it, so that a reader never sees half of one.
 * Its name is what is readable of the event id and a hash of the key, so that no event id leaves the folder. Thread-safe.
 */
final class ObjectFolder implements SinkWriter {

    private static final int READABLE = 80;

    private final Path folder;
    private final String function;

    ObjectFolder(Path folder, String function) {
        this.folder = folder;
        this.function = function;
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw InferenceException.unavailable("folder " + folder,
                    "cannot be made: " + failure.getMessage(),
                    failure);
        }
    }

    @Override
    public boolean recognisesDuplicates() {
        return true;
    }

    @Override
    public Map<Integer, InferenceException> store(List<ResultRecord> records) {
        Map<Integer, InferenceException> failures = new TreeMap<>();
        for (int i = 0; i < records.size(); i++) {
            try {
                write(records.get(i));
            } catch (IOException failure) {
                failures.put(i, InferenceException.unavailable("folder " + folder,
                        "a result cannot be written: " + failure, failure));
            }
        }
        syncFolder();
        return failures;
    }

    private void write(ResultRecord record) throws IOException {
        Path place = place(record.key());
        if (Files.exists(place)) {
            return;
        }
        Path beside = place.resolveSibling("." + place.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(ResultJson.document(record));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        }
        Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    }

    // A rename is durable when the folder is.
    private void syncFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            throw InferenceException.unavailable("folder " + folder, "cannot be synced: " + failure, failure);
        }
    }

    @Override
    public Set<ResultKey> stored(Collection<ResultKey> keys) {
        Set<ResultKey> stored = new HashSet<>();
        for (ResultKey key : keys) {
            if (Files.exists(place(key))) {
                stored.add(key);
            }
        }
        return stored;
    }

    Path place(ResultKey key) {
        String all = String.join("\0", key.eventId(), key.model().name(), key.model().version(), function);
        return folder.resolve(readable(key.eventId()) + "-" + hash(all) + ".json");
    }

    private static String readable(String eventId) {
        String safe = eventId.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-", "");
        return safe.substring(0, Math.min(READABLE, safe.length()));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
