package thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CompletionCommandTest {

    @TempDir
    Path folder;

    @Test
    void completesCommandsAndOptionsInBash() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("thaw.bash"), CommandRun.thaw("completion").out());
        assertEquals("inspect", completed(script, "thaw", "insp"));
        assertEquals("--json", completed(script, "./thaw", "inspect", "--js"));
    }

    @Test
    void preparesZshForTheSameScript() {
        String zsh = CommandRun.thaw("completion", "zsh").out();
        assertTrue(zsh.startsWith("autoload -U +X bashcompinit && bashcompinit"), zsh);
    }

    private static String completed(Path script, String... words) throws IOException, InterruptedException {
        String typed = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; COMP_LINE='" + String.join(" ", words)
                + "'; COMP_POINT=${#COMP_LINE}; _complete_thaw; echo \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder(List.of("bash", "-c", typed)).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes());
        bash.waitFor();
        return output.strip();
    }
}
