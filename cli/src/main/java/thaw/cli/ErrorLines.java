package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import thaw.InferenceException;

/** Turns a failure into one line on standard error that says what to do, and into an exit code. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final Terminal terminal;
    private final ThawCommand root;

    ErrorLines(Terminal terminal, ThawCommand root) {
        this.terminal = terminal;
        this.root = root;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        terminal.say(line(failure.getMessage()) + suggestion(failure) + " (see '"
                + command.getCommandSpec().qualifiedName() + " --help')");
        return ExitCode.USAGE;
    }

    private static String suggestion(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            List<String> known = unmatched.getSuggestions();
            return known.isEmpty() ? "" : "; did you mean '" + known.get(0) + "'?";
        }
        return "";
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        terminal.say(line(described(failure)));
        if (root.debug()) {
            failure.printStackTrace(terminal.err());
        }
        return ExitCode.of(failure);
    }

    private static String described(Exception failure) {
        if (failure instanceof InferenceException || failure instanceof PredictCommand.InputFailure) {
            return failure.getMessage();
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return described(unchecked.getCause());
        }
        if (failure instanceof IOException io) {
            return describedIo(io);
        }
        return "unexpected " + failure + "; run it again with --debug and report what it prints";
    }

    /** The file, and why it could not be used: the messages of these exceptions alone are often only a path. */
    static String describedIo(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": does not exist";
        }
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": " + (file.getReason() == null ? "cannot be used" : file.getReason());
        }
        return String.valueOf(failure.getMessage());
    }

    private static String line(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
