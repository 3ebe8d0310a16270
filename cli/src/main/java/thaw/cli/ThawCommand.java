package thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Properties;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands; does nothing by itself. */
@Command(name = "thaw", scope = ScopeType.INHERIT, mixinStandardHelpOptions = true, versionProvider = ThawCommand.Version.class, usageHelpWidth = 100, sortOptions = false, description = "Serves ONNX models as functions, on this machine as in any cloud.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done", "1:failed, for the reason that is printed",
        "2:the command line is not understood",
        "3:the model, its package or the function's jar cannot be used",
        "130, 143:ended by Ctrl-C or SIGTERM, after what was under way is finished"})
final class ThawCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print stack traces, too.")
    private boolean debug;

    /** The whole command line, ready to execute. */
    static CommandLine line(Terminal terminal) {
        ThawCommand root = new ThawCommand();
        CommandLine line = new CommandLine(root)
                .addSubcommand(new ServeCommand(terminal))
                .addSubcommand(new InspectCommand(terminal))
                .addSubcommand(new PredictCommand(terminal))
                .addSubcommand(new ReplayCommand(terminal))
                .addSubcommand(new PackageCommand(terminal))
                .addSubcommand(new ColdstartCommand(terminal))
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new HelpCommand());
        ErrorLines errors = new ErrorLines(terminal, root);
        return line.setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a command, one of "
                + String.join(", ", spec.subcommands().keySet()));
    }

    /** The version that the build wrote down. */
    static final class Version implements IVersionProvider {
        /** As in the pom: {@code 0.1.0-SNAPSHOT}. */
        static String number() {
            Properties build = new Properties();
            try (InputStream file = ThawCommand.class.getResourceAsStream("build.properties")) {
                build.load(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return build.getProperty("version");
        }

        @Override
        public String[] getVersion() {
            return new String[]{"thaw " + number() + " on Java " + System.getProperty("java.version")};
        }
    }
}
