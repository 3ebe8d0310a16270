package thaw.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Objects;

/**
 * Where a command reads and writes: results go to standard output, everything else to standard error, so that a pipe
 * gets results alone.
 *
 * @param in          standard input
 * @param out         results
 * @param err         errors, progress and hints
 * @param interactive whether a person watches standard error
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {

    Terminal {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(err, "err");
    }

    /** That of this process; only the launcher can tell whether standard error alone is a terminal. */
    static Terminal ofProcess() {
        return new Terminal(System.in, System.out, System.err, Boolean.getBoolean("thaw.terminal"));
    }

    /** One line for a person. */
    void say(String line) {
        err.println("thaw: " + line);
    }
}
