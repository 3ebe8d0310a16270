package thaw.cli;

/**
 * How far a long work is, on one line of standard error that disappears at the end; nothing where nobody watches. Not
 * thread-safe.
 */
final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 24;
    private static final int LONGEST_LABEL = 40;
    private static final String CLEAR = "\r\033[K";

    private final Terminal terminal;
    private final String work;
    private final int total;
    private int done;

    /** Shows the work at its beginning; total counts its steps. */
    ProgressBar(Terminal terminal, String work, int total) {
        this.terminal = terminal;
        this.work = work;
        this.total = Math.max(total, 1);
        draw("");
    }

    /** One step is done; the label says which. */
    void step(String label) {
        done = Math.min(done + 1, total);
        draw(label);
    }

    /** What is being done now. */
    void label(String label) {
        draw(label);
    }

    private void draw(String label) {
        if (terminal.interactive()) {
            int filled = WIDTH * done / total;
            String shown = label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL);
            terminal.err().print(CLEAR + work + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] "
                    + done + "/" + total + " " + shown);
            terminal.err().flush();
        }
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (terminal.interactive()) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
