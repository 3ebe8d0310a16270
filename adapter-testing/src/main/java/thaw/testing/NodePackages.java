package thaw.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** Packages of npm, as {@code package-lock.json} names them. */
public final class NodePackages {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private NodePackages() {}

    /**
     * Makes {@code node_modules} beside scripts that import from it, unless it is there and of the same lock.
     *
     * @param folder of {@code package.json} and {@code package-lock.json}
     */
    public static void in(Path folder) {
        requireNode();
        Path stamp = folder
                .resolve("node_modules/.thaw-" + Installed.digest(folder.resolve("package-lock.json")));
        try {
            if (Files.notExists(stamp)) {
                install(folder);
                Files.createFile(stamp);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /**
     * The folder of a program's packages apart from all sources; its programs are in {@code node_modules/.bin}.
     *
     * @param name what the packages are for
     * @param from the folder of {@code package.json} and {@code package-lock.json}
     */
    public static Path of(String name, Path from) {
        requireNode();
        Path home = Workplace.tools()
                .resolve("node-" + name + "-" + Installed.digest(from.resolve("package-lock.json")));
        return Installed.once(home, folder -> {
            try {
                for (String file : new String[]{"package.json", "package-lock.json"}) {
                    Files.copy(from.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException refused) {
                throw new UncheckedIOException(refused);
            }
            install(folder);
        });
    }

    private static void install(Path folder) {
        Command.of(folder, LIMIT, "npm", "ci", "--no-audit", "--no-fund").run();
    }

    private static void requireNode() {
        Workplace.require("node", "install Node.js 20 or newer");
        Workplace.require("npm", "install Node.js 20 or newer with npm");
    }
}
