package thaw.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import thaw.InferenceException;

/**
 * Where in an optimised file the large weights are, and the CRC-32C of them and of all the rest. The rest is what tells a
 * runtime how to read the file, and is checked before it does; a wrong weight leads it nowhere, so that weights can be
 * checked beside it. Immutable.
 *
 * @param regions  of the weights, ascending, none touching another
 * @param weights  the sum of their bytes, eight lower-case hexadecimal digits
 * @param rest     the sum of all other bytes
 */
public record WeightsSum(List<Region> regions, String weights, String rest) {

    // Fits into the second-level cache: what is read is still there when it is summed.
    private static final int CHUNK = 128 << 10;

    /**
     * A part of a file.
     *
     * @param offset of its first byte
     * @param bytes  its length, at least one
     */
    public record Region(long offset, long bytes) {
        public Region {
            if (offset < 0 || bytes < 1) {
                throw InferenceException.mismatch("weights", "an offset of 0 or more and a size of 1 or more",
                        offset + " and " + bytes);
            }
        }

        long end() {
            return offset + bytes;
        }
    }

    public WeightsSum {
        regions = List.copyOf(regions);
        long end = 0;
        for (Region region : regions) {
            if (region.offset() < end) {
                throw InferenceException.mismatch("weights", "regions one behind the other", regions);
            }
            end = region.end();
        }
    }

    /**
     * That of a file as it is now.
     *
     * @throws InferenceException invalid model, if it cannot be read, or ends within a region
     */
    public static WeightsSum of(Path file, List<Region> regions) {
        WeightsSum unsummed = new WeightsSum(regions, "", "");
        return new WeightsSum(regions, unsummed.sumOf(file, regions),
                unsummed.sumOf(file, rest(file, regions)));
    }

    /** Whether all but the weights is as it was. */
    boolean restIsSame(Path file) {
        return rest.equals(sumOf(file, rest(file, regions)));
    }

    /** Whether the weights are as they were. */
    boolean weightsAreSame(Path file) {
        return weights.equals(sumOf(file, regions));
    }

    private static List<Region> rest(Path file, List<Region> regions) {
        List<Region> rest = new ArrayList<>();
        long from = 0;
        for (Region region : regions) {
            if (region.offset() > from) {
                rest.add(new Region(from, region.offset() - from));
            }
            from = region.end();
        }
        long size = file.toFile().length();
        if (size > from) {
            rest.add(new Region(from, size - from));
        }
        return rest;
    }

    /** Read and not mapped: pages that only this looks at would count as the function's memory. */
    private String sumOf(Path file, List<Region> parts) {
        java.util.zip.Checksum sum = InterleavedCrc32c.fastest();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel channel = FileChannel.open(file)) {
            for (Region part : parts) {
                for (long at = part.offset(); at < part.end(); at += chunk.position()) {
                    chunk.clear().limit((int) Math.min(CHUNK, part.end() - at));
                    if (channel.read(chunk, at) < 0) {
                        throw InferenceException.invalidModel(file.toString(),
                                "ends within its weights, at " + at);
                    }
                    sum.update(chunk.flip());
                }
            }
        } catch (IOException unreadable) {
            throw InferenceException.invalidModel(file.toString(), "cannot be read: " + unreadable,
                    unreadable);
        }
        return HexFormat.of().toHexDigits((int) sum.getValue());
    }
}
