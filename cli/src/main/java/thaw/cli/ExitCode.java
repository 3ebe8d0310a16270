package thaw.cli;

import picocli.CommandLine;
import thaw.InferenceException;

/** What a command's end tells the shell. */
final class ExitCode {

    /** Done. */
    static final int OK = CommandLine.ExitCode.OK;
    /** Not done, for a reason that one line tells. */
    static final int FAILURE = CommandLine.ExitCode.SOFTWARE;
    /** The command line is not understood. */
    static final int USAGE = CommandLine.ExitCode.USAGE;
    /** The model, its package or the function's jar cannot be used. */
    static final int INVALID_MODEL = 3;

    private ExitCode() {}

    /** The code for a command that ended in that failure. */
    static int of(Throwable failure) {
        return failure instanceof InferenceException known
                && known.kind() == InferenceException.Kind.INVALID_MODEL ? INVALID_MODEL : FAILURE;
    }
}
