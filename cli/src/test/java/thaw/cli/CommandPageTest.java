package thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Keeps the help texts in docs/cli.md those of the commands; {@code -Dsurefire.args=-Dthaw.docs=write} writes them there. */
class CommandPageTest {

    private static final Path PAGE = Path.of("..", "docs", "cli.md");
    private static final Pattern HELP = Pattern.compile("```\\n\\$ \\./thaw( ?[a-z]*) --help\\n(.*?)```\\n",
            Pattern.DOTALL);

    @Test
    void showsTheHelpOfEveryCommand() throws IOException {
        String page = Files.readString(PAGE);
        String current = HELP.matcher(page).replaceAll(CommandPageTest::block);
        if ("write".equals(System.getProperty("thaw.docs"))) {
            Files.writeString(PAGE, current);
        }
        assertEquals(current, Files.readString(PAGE));
        assertEquals(ThawCommand.line(Terminal.ofProcess()).getSubcommands().size(),
                HELP.matcher(page).results().count(), "one block for thaw and one for each command but help");
    }

    private static String block(MatchResult found) {
        String command = found.group(1).strip();
        String help = (command.isEmpty() ? CommandRun.thaw("--help") : CommandRun.thaw(command, "--help"))
                .out();
        String own = command.isEmpty() ? help : help.substring(0, help.indexOf("\nExit codes:"));
        return Matcher.quoteReplacement("```\n$ ./thaw" + found.group(1) + " --help\n"
                + own.stripTrailing() + "\n```\n");
    }
}
