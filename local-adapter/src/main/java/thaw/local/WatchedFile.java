package thaw.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerItem;

/**
 * One state of one file: a file that changes is another event.
 *
 * @param path     where it is
 * @param relative to the watched folder, percent-encoded byte by byte, so that every name has one and it is printable
 * @param size     in bytes
 * @param modified by the file system's clock
 */
record WatchedFile(Path path, String relative, long size, FileTime modified) {

    /** The file below a folder, of which {@code root} is the encoded path with a slash at its end. */
    static WatchedFile of(String root, Path path, BasicFileAttributes attributes) {
        return new WatchedFile(path, path.toUri().getRawPath().substring(root.length()), attributes.size(),
                attributes.lastModifiedTime());
    }

    String eventId() {
        return relative + "?size=" + size + "&modified=" + modified.to(TimeUnit.NANOSECONDS);
    }

    Fingerprint fingerprint() {
        return Fingerprint.of(eventId().getBytes(StandardCharsets.UTF_8));
    }

    TriggerItem item() {
        return new TriggerItem(eventId(), eventId(), "", relative,
                Payload.streamed(this::open, size, ""));
    }

    // A file that is gone can never be read: it is set aside with that reason. One that changed is another event, which
    // the next look at the folder finds; this one must not be stored with the other's bytes.
    private InputStream open() throws IOException {
        try {
            InputStream stream = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
            requireUnchanged(stream);
            return stream;
        } catch (NoSuchFileException gone) {
            throw InferenceException.notFound("file " + relative, "it was deleted before it could be read");
        }
    }

    private void requireUnchanged(InputStream stream) throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class,
                LinkOption.NOFOLLOW_LINKS);
        if (now.size() != size || !now.lastModifiedTime().equals(modified)) {
            stream.close();
            throw InferenceException.unavailable("file " + relative, "it changed; expected " + size
                    + " bytes as of " + modified + ", got " + now.size() + " as of " + now.lastModifiedTime(),
                    null);
        }
    }
}
