package thaw.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which version answers: one, or several by their shares. Immutable. */
final class VersionChoice {

    private static final double ALL = 100;

    /** A version and the draw below which it is taken. */
    private record Share(String version, double below) {}

    private final List<Share> shares;

    private VersionChoice(List<Share> shares) {
        this.shares = shares;
    }

    static VersionChoice always(String version) {
        return new VersionChoice(List.of(new Share(version, 1)));
    }

    /** Those percentages of the requests to those versions, and the rest to another. */
    static VersionChoice mixed(Map<String, Integer> percentages, String otherwise) {
        List<Share> shares = shares(percentages, ALL);
        shares.add(new Share(otherwise, 1));
        return new VersionChoice(shares);
    }

    /** All requests to those versions, in proportion. */
    static VersionChoice among(Map<String, Integer> percentages) {
        return new VersionChoice(
                shares(percentages, percentages.values().stream().mapToInt(Integer::intValue).sum()));
    }

    private static List<Share> shares(Map<String, Integer> percentages, double whole) {
        List<Share> shares = new ArrayList<>();
        int sum = 0;
        for (Map.Entry<String, Integer> entry : percentages.entrySet()) {
            sum += entry.getValue();
            shares.add(new Share(entry.getKey(), sum / whole));
        }
        return shares;
    }

    /** Every version that can be taken. */
    List<String> versions() {
        return shares.stream().map(Share::version).distinct().toList();
    }

    /** Whether there is nothing to draw. */
    boolean single() {
        return shares.size() == 1;
    }

    /**
     * The index into {@link #versions()}' shares for a draw.
     *
     * @param draw from 0, included, to 1, excluded
     */
    String pick(double draw) {
        for (Share share : shares) {
            if (draw < share.below()) {
                return share.version();
            }
        }
        return shares.get(shares.size() - 1).version();
    }

    /** The draw that a key always gives, evenly spread over keys. */
    static double draw(String key) {
        int mixed = key.hashCode();
        mixed = (mixed ^ mixed >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return Integer.toUnsignedLong(mixed ^ mixed >>> 16) / (double) (1L << Integer.SIZE);
    }
}
