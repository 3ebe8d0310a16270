package thaw.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What linters have against modules, by the settings that lie in {@code infra}. */
public final class TerraformLint {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private TerraformLint() {}

    /** What tflint says of a module or root, a line each. */
    public static List<String> tflint(Path folder) {
        Path tflint = GoProgram.of("github.com/terraform-linters/tflint", "v0.64.0");
        return findings(Command.of(folder, LIMIT, tflint.toString(), "--no-color", "--format=compact",
                "--config=" + Workplace.root().resolve("infra/.tflint.hcl")), 2);
    }

    /** What checkov says of all modules and roots below a folder, a line each. */
    public static List<String> checkov(Path folder) {
        Path python = PythonEnvironment.of("checkov",
                Workplace.root().resolve("infra/policy/checkov/requirements.lock"));
        return findings(Command.of(folder, LIMIT, python.resolveSibling("checkov").toString(), "--directory",
                ".", "--framework", "terraform", "--skip-download", "--quiet", "--compact", "--config-file",
                Workplace.root().resolve("infra/.checkov.yaml").toString()), 1);
    }

    private static List<String> findings(Command linter, int found) {
        int status = linter.status();
        if (status != 0 && status != found) {
            throw new IllegalStateException(linter.line() + " ended with " + status + ":\n" + linter.tail());
        }
        return status == 0 ? List.of() : linter.printed().lines().filter(line -> !line.isBlank()).toList();
    }
}
