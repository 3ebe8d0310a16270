package thaw.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answers as a table, and how many are right. Immutable. */
final class DemoReport {

    private static final int SHOWN = 6;
    private static final int LONGEST_NAME = 40;

    private final List<Part> parts = new ArrayList<>();

    /**
     * The answers that came one way.
     *
     * @param model   that answered
     * @param way     how the inputs got there
     * @param asked   how many inputs were sent
     * @param answers in the order in which they were sent
     * @param floor   the least share that must be right
     */
    record Part(String model, DemoCase.Way way, int asked, List<DemoAnswer> answers, double floor) {
        Part {
            answers = List.copyOf(answers);
        }

        long right() {
            return answers.stream().filter(DemoAnswer::right).count();
        }

        boolean passed() {
            return answers.size() == asked && right() >= floor * asked;
        }
    }

    DemoReport(List<Part> parts) {
        this.parts.addAll(parts);
    }

    /** Whether every input has an answer and enough of them are right. */
    boolean passed() {
        return parts.stream().allMatch(Part::passed);
    }

    /** Prints the first answers of each part, or all of them. */
    void print(PrintStream out, boolean all) {
        TextTable table = new TextTable("input", "model", "by", "answer", "score", "expected", "ms");
        for (Part part : parts) {
            part.answers().stream().limit(all ? Long.MAX_VALUE : SHOWN).forEach(answer -> add(table, answer));
            int hidden = all ? 0 : part.answers().size() - SHOWN;
            if (hidden > 0) {
                table.row("... and " + hidden + " more", "", "", "", "", "", "");
            }
        }
        table.lines("").forEach(out::println);
        out.println();
        summary().lines("").forEach(out::println);
    }

    private static void add(TextTable table, DemoAnswer answer) {
        DemoCase asked = answer.asked();
        table.row(shortened(asked.name()), asked.model(), asked.way(), answer.label(),
                String.format(Locale.ROOT, "%.3f", answer.score()),
                asked.expected() + (answer.right() ? "" : "  (missed)"),
                String.format(Locale.ROOT, "%.1f", answer.millis()));
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }

    private TextTable summary() {
        TextTable table = new TextTable("model", "by", "answered", "right", "at least", "");
        for (Part part : parts) {
            table.row(part.model(), part.way(), part.answers().size() + " of " + part.asked(),
                    percent((double) part.right() / part.asked()), percent(part.floor()),
                    part.passed() ? "ok" : "TOO FEW");
        }
        return table;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
