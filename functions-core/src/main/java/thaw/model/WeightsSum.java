package thaw.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.Checksum;

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

    private static final Pattern CRC32C = Pattern.compile("[0-9a-f]{8}");

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
        requireSum(weights);
        requireSum(rest);
    }

    private static void requireSum(String sum) {
        if (!CRC32C.matcher(sum).matches()) {
            throw InferenceException.mismatch("weights", "8 lower-case hexadecimal digits", "'" + sum + "'");
        }
    }

    /**
     * That of a file as it is now.
     *
     * @throws InferenceException invalid model, if it cannot be read, or ends within a region
     */
    public static WeightsSum of(Path file, List<Region> regions) {
        return new WeightsSum(regions, sumOf(file, regions), sumOf(file, rest(file, regions)));
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

    private static String sumOf(Path file, List<Region> parts) {
        Checksum sum = InterleavedCrc32c.fastest();
        long bytes = FileParts.read(file, parts, sum::update);
        long expected = parts.stream().mapToLong(Region::bytes).sum();
        if (bytes != expected) {
            throw InferenceException.invalidModel(file.toString(),
                    "ends too early: expected " + expected + " bytes of weights or beside them, got "
                            + bytes);
        }
        return FileParts.digits(sum);
    }
}
