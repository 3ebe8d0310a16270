package thaw.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows of text in aligned columns. Not thread-safe. */
final class TextTable {

    private static final String GAP = "  ";

    private final int columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with that header. */
    TextTable(String... header) {
        this.columns = header.length;
        rows.add(List.of(header));
    }

    /** One more row; as many cells as the header has. */
    TextTable row(Object... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("expected " + columns + " cells, got " + cells.length);
        }
        List<String> row = new ArrayList<>(columns);
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(Collections.unmodifiableList(row));
        return this;
    }

    /** The lines, header first, each indented. */
    List<String> lines(String indent) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }
}
