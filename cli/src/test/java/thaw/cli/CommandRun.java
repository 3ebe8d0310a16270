package thaw.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A command that has run in this process.
 *
 * @param exitCode what the shell gets
 * @param out      all of standard output
 * @param err      all of standard error
 */
record CommandRun(int exitCode, String out, String err) {

    static final Path SAMPLES = Path.of("..", "samples");
    static final Path MODELS = SAMPLES.resolve("models");

    static CommandRun thaw(String... arguments) {
        return thawWithInput("", arguments);
    }

    static CommandRun thawWithInput(String input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = ThawCommand.line(new Terminal(new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false))
                .execute(arguments);
        return new CommandRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }
}
