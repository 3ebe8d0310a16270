package thaw.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What a soak's samples say. The time after warm-up is cut into ten parts, and the median of every later part is compared
 * with that of the first: a leak shows in all of them, a collection of garbage in none.
 */
final class SoakVerdict {

    private static final int PARTS = 10;
    private static final double MOST_GROWTH = 0.05;

    private final List<Usage> settled;
    private final long answered;
    private final Map<String, AtomicLong> wrong;

    SoakVerdict(List<Usage> samples, int warmUp, long answered, Map<String, AtomicLong> wrong) {
        if (samples.size() - warmUp < PARTS) {
            throw new IllegalArgumentException("expected at least " + PARTS + " seconds after a warm-up of "
                    + warmUp + ", got " + (samples.size() - warmUp));
        }
        this.settled = samples.subList(warmUp, samples.size());
        this.answered = answered;
        this.wrong = Map.copyOf(wrong);
    }

    /** Whether nothing grew by more than 5%, and everything was answered as it deserves. */
    boolean flat() {
        return wrong.isEmpty() && growth(Usage::kilobytes) <= MOST_GROWTH
                && growth(Usage::files) <= MOST_GROWTH
                && growth(Usage::threads) <= MOST_GROWTH;
    }

    /** The most that a later part lies above the first, as a share of the first. */
    double growth(ToLongFunction<Usage> what) {
        List<Double> medians = medians(what);
        return medians.stream().mapToDouble(median -> median / medians.get(0) - 1).max().orElseThrow();
    }

    private List<Double> medians(ToLongFunction<Usage> what) {
        List<Double> medians = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            List<Usage> some = settled.subList(part * settled.size() / PARTS,
                    (part + 1) * settled.size() / PARTS);
            medians.add(new Figures(some.stream().map(usage -> (double) what.applyAsLong(usage)).toList())
                    .median());
        }
        return medians;
    }

    /** What was not answered as it deserves, and how often. */
    Map<String, AtomicLong> wrong() {
        return wrong;
    }

    /** The verdict for people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add((flat() ? "**Flat.** " : "**Not flat.** ") + answered
                + " requests; not answered as they deserve: "
                + wrong.values().stream().mapToLong(AtomicLong::get).sum() + ".");
        lines.add("");
        lines.add("| | After warm-up | At the end | Most growth |");
        lines.add("|---|---|---|---|");
        lines.add(row("Resident memory, MB", Usage::kilobytes, 1024));
        lines.add(row("Open files", Usage::files, 1));
        lines.add(row("Threads", Usage::threads, 1));
        wrong.forEach((what, times) -> lines.add(System.lineSeparator() + times + " times " + what));
        return lines;
    }

    private String row(String name, ToLongFunction<Usage> what, double unit) {
        List<Double> medians = medians(what);
        return String.format(Locale.ROOT, "| %s | %.0f | %.0f | %+.1f%% |", name, medians.get(0) / unit,
                medians.get(PARTS - 1) / unit, 100 * growth(what));
    }
}
