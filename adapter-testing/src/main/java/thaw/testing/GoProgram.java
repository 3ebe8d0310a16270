package thaw.testing;

import java.nio.file.Path;
import java.time.Duration;

/** A program built from a Go module of a fixed version; Go checks its sources against its public checksum database. */
public final class GoProgram {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private GoProgram() {}

    /**
     * The program, which is built unless it is there.
     *
     * @param module  the path of its main package, such as {@code github.com/open-policy-agent/conftest}
     * @param version such as {@code v0.71.1}
     */
    public static Path of(String module, String version) {
        Workplace.require("go", "install Go 1.24 or newer");
        String name = Path.of(module).getFileName().toString();
        Path home = Workplace.tools().resolve("go-" + name + "-" + version);
        return Installed.once(home, folder -> Command
                .of(folder, LIMIT, "go", "install", module + "@" + version)
                .with("GOBIN", folder.toString()).with("GOFLAGS", "-mod=mod").with("CGO_ENABLED", "0").run())
                .resolve(name);
    }
}
