package thaw.packaging.start;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the phases of a start one after the other, as lines of text or as an SVG. */
public final class PhaseChart {

    private static final int COLUMNS = 60;
    private static final int ROW = 26;
    private static final int LEFT = 170;
    private static final int WIDTH = 560;
    private static final int RIGHT = 90;
    private static final int TOP = 44;
    private static final List<String> COLOURS = List.of("#4e79a7", "#76b7b2", "#59a14f", "#edc948", "#f28e2b",
            "#e15759", "#b07aa1", "#9c755f", "#bab0ac");

    private final ColdStarts starts;
    private final Map<String, Double> phases;
    private final double whole;

    /** A chart of the medians. */
    public PhaseChart(ColdStarts starts) {
        this.starts = starts;
        this.phases = starts.phases();
        this.whole = Math.max(1, phases.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    /** One line a phase, and one of the whole. */
    public List<String> lines() {
        int name = phases.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        double from = 0;
        for (Map.Entry<String, Double> phase : phases.entrySet()) {
            int start = (int) Math.round(from / whole * COLUMNS);
            int end = (int) Math.round((from + phase.getValue()) / whole * COLUMNS);
            lines.add((padded(phase.getKey(), name) + "  " + " ".repeat(start)
                    + "█".repeat(Math.max(end - start, 0)) + (end == start ? "▏" : "")
                    + " ".repeat(Math.max(0, COLUMNS - Math.max(end, start + 1)))
                    + String.format(Locale.ROOT, "%8.1f ms", phase.getValue())).stripTrailing());
            from += phase.getValue();
        }
        lines.add(String.format(Locale.ROOT,
                "%s on %s, %d starts: minimum %.0f ms, median %.0f ms, %.0f MB resident, %.0f ms of processors",
                starts.function(), starts.target(), starts.runs().size(), starts.minimum(), starts.median(),
                starts.resident() / 1e6, starts.cpu()));
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** The same as a picture. */
    public String svg() {
        int height = TOP + ROW * phases.size() + ROW;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                        + "font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                LEFT + WIDTH + RIGHT, height));
        svg.append(text(10, 24, "start",
                String.format(Locale.ROOT, "%s on %s: minimum %.0f ms, median %.0f ms of %d",
                        starts.function(), starts.target(), starts.minimum(), starts.median(),
                        starts.runs().size())));
        double from = 0;
        int row = 0;
        for (Map.Entry<String, Double> phase : phases.entrySet()) {
            bar(svg, row, from, phase);
            from += phase.getValue();
            row++;
        }
        return svg.append("</svg>\n").toString();
    }

    private void bar(StringBuilder svg, int row, double from, Map.Entry<String, Double> phase) {
        int top = TOP + row * ROW;
        double left = LEFT + from / whole * WIDTH;
        double width = Math.max(1, phase.getValue() / whole * WIDTH);
        svg.append(text(LEFT - 10, top + 17, "end", phase.getKey()));
        svg.append(String.format(Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n", left, top + 3,
                width,
                ROW - 6, COLOURS.get(row % COLOURS.size())));
        svg.append(text(left + width + 6, top + 17, "start",
                String.format(Locale.ROOT, "%.1f ms", phase.getValue())));
    }

    private static String text(double x, int y, String anchor, String content) {
        String escaped = content.replace("&", "&amp;").replace("<", "&lt;");
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y,
                anchor,
                escaped);
    }
}
