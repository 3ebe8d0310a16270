package thaw.testing;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Python packages of a lock with hashes, in a virtual environment of their own. A lock is made by
 * {@code uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header}.
 */
public final class PythonEnvironment {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private PythonEnvironment() {}

    /**
     * The interpreter of the environment, which is made unless one of the same lock is there.
     *
     * @param name what the environment is for
     * @param lock {@code requirements.lock}
     */
    public static Path of(String name, Path lock) {
        requirePython();
        Path home = Workplace.tools().resolve("python-" + name + "-" + Installed.digest(lock));
        return Installed.once(home, folder -> {
            Command.of(folder, LIMIT, "python3", "-m", "venv", folder.toString()).run();
            Command.of(folder, LIMIT, python(folder).toString(), "-m", "pip", "install", "--quiet",
                    "--disable-pip-version-check", "--require-hashes", "-r", lock.toString()).run();
        }).resolve("bin/python");
    }

    private static void requirePython() {
        Workplace.require("python3", "install Python 3.11 or newer with its venv module");
        Command version = Command.of(Workplace.root(), Duration.ofMinutes(1), "python3", "-c",
                "import sys, venv; sys.exit(sys.version_info < (3, 11))");
        Workplace.need(version.status() == 0, "python3 is older than 3.11, or has no venv module");
    }

    private static Path python(Path home) {
        return home.resolve("bin/python");
    }
}
