package thaw.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Checksum;

import thaw.InferenceException;
import thaw.model.WeightsSum.Region;

/** Hands parts of a file to whoever sums them up. Read and not mapped: pages that nothing else looks at would count as memory. */
final class FileParts {

    static final List<Region> ALL = List.of(new Region(0, Long.MAX_VALUE));

    // Fits into the second-level cache: what is read is still there when it is summed.
    private static final int CHUNK = 128 << 10;

    private FileParts() {}

    /**
     * Hands them over in their order, in chunks that are good until the next one.
     *
     * @return how many bytes there were: fewer than asked for, if the file ends before
     * @throws InferenceException invalid model, if it cannot be read
     */
    static long read(Path file, List<Region> parts, Consumer<ByteBuffer> sink) {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        long bytes = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            for (Region part : parts) {
                long at = part.offset();
                while (at < part.end() && channel.read(limited(chunk, part.end() - at), at) >= 0) {
                    at += chunk.position();
                    sink.accept(chunk.flip());
                }
                bytes += at - part.offset();
            }
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(file.toString(), "cannot be read: " + unreadable,
                    unreadable);
        }
        return bytes;
    }

    private static ByteBuffer limited(ByteBuffer chunk, long most) {
        return chunk.clear().limit((int) Math.min(CHUNK, most));
    }

    /** A CRC-32C as manifests have it: eight lower-case hexadecimal digits. */
    static String digits(Checksum sum) {
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
