package thaw.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that makes a shell complete {@code thaw}'s commands and options. */
@Command(name = "completion", description = {"Print a completion script for a shell.", "",
        "For this session:  source <(./thaw completion)"})
final class CompletionCommand implements Runnable {

    /** The shells that are known; picocli's one script serves both. */
    enum Shell {
        /** Through its own programmable completion. */
        BASH,
        /** Through bashcompinit. */
        ZSH
    }

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SHELL", defaultValue = "bash", description = "bash or zsh; default: ${DEFAULT-VALUE}.")
    private Shell shell;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (shell == Shell.ZSH) {
            terminal.out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        terminal.out().print(AutoComplete.bash("thaw", spec.root().commandLine()));
        // The launcher of a clone is called with its path.
        terminal.out().println("complete -F _complete_thaw -o default ./thaw");
    }
}
