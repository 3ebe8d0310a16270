package thaw.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

import thaw.local.StreamCheckpoints.Checkpoint;

/** Reads one stream's lines, generation by generation, into a queue, until it ends or the queue is closed. */
final class LineFeed {

    private static final long LOOK_AGAIN_MILLIS = 50;

    private final StreamSettings settings;
    private final LineQueue queue;

    LineFeed(StreamSettings settings, LineQueue queue) {
        this.settings = settings;
        this.queue = queue;
    }

    /** Reads on from a checkpoint. */
    void read(Checkpoint from) throws IOException, InterruptedException {
        StreamSettings.Origin origin = settings.origin();
        if (origin instanceof StreamSettings.Origin.File file) {
            readFiles(file, from);
        } else if (origin instanceof StreamSettings.Origin.Pipe pipe) {
            readPipe(pipe.path(), from.generation());
        } else if (origin instanceof StreamSettings.Origin.Input input) {
            readAll(input.stream(), from.generation());
        }
    }

    // What was read before a crash comes again from its writer: the offsets begin anew and duplicates are recognised. The
    // pipe stays open from writer to writer: what one wrote while nobody had it open for reading would be gone.
    private void readPipe(Path pipe, long first) throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(pipe)) {
            long generation = first;
            boolean more = true;
            while (more) {
                LineReader reader = new LineReader(in, settings.lineBytes(), generation, 0);
                more = putAll(reader) && putRest(reader);
                if (more && reader.position() > 0) {
                    more = queue.end(++generation);
                } else if (more) {
                    Thread.sleep(LOOK_AGAIN_MILLIS);
                    more = !queue.closed();
                }
            }
        }
    }

    private boolean readAll(InputStream in, long generation) throws IOException, InterruptedException {
        LineReader reader = new LineReader(in, settings.lineBytes(), generation, 0);
        return putAll(reader) && putRest(reader) && queue.end(generation + 1);
    }

    private boolean putAll(LineReader reader) throws IOException, InterruptedException {
        Line line = reader.next();
        while (line != null && queue.put(line)) {
            line = reader.next();
        }
        return line == null;
    }

    private boolean putRest(LineReader reader) throws InterruptedException {
        Line rest = reader.rest();
        return rest == null || queue.put(rest);
    }

    private void readFiles(StreamSettings.Origin.File file, Checkpoint from)
            throws IOException, InterruptedException {
        Checkpoint at = from;
        boolean more = true;
        while (more) {
            at = recognised(file.path(), at) ? at : at.next();
            more = readFile(file, at);
            at = at.next();
        }
    }

    private boolean readFile(StreamSettings.Origin.File file, Checkpoint at)
            throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            Object key = key(file.path());
            channel.position(at.offset());
            LineReader reader = new LineReader(Channels.newInputStream(channel), settings.lineBytes(),
                    at.generation(), at.offset());
            boolean more = putAll(reader);
            while (more && file.follow() && !replaced(file.path(), key, channel, reader)) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
                more = !queue.closed() && putAll(reader);
            }
            // A file read to its end keeps its generation: if it has grown at the next start, reading goes on.
            return more && putRest(reader) && file.follow() && queue.end(at.generation() + 1);
        }
    }

    // Only once the old file is read to its end: until its successor stands there, its writer may still append.
    private static boolean replaced(Path path, Object key, FileChannel channel, LineReader reader)
            throws IOException {
        Object now = key(path);
        return now != null && !Objects.equals(key, now) || channel.size() < reader.position();
    }

    private static Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    /** Whether the line before the checkpoint stands in the file, so that it is the one that was read. */
    private static boolean recognised(Path path, Checkpoint at) throws IOException {
        if (at.tail().isEmpty()) {
            return at.offset() == 0;
        }
        String[] parts = at.tail().split(":");
        byte[] head = new byte[Integer.parseInt(parts[1])];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() < at.offset()) {
                return false;
            }
            file.seek(at.offset() - Long.parseLong(parts[0]));
            file.readFully(head);
        }
        return Fingerprint.of(head).toString().equals(parts[2]);
    }
}
