package thaw.cli;

/** The process that is the command {@code thaw}. */
public final class Main {

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(ThawCommand.line(Terminal.ofProcess()).execute(arguments));
    }
}
