package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** LocalStack with locked dependencies, installed once for all builds that have the same lock. */
final class PythonEnvironment {

    private static final Duration INSTALL = Duration.ofMinutes(20);

    private PythonEnvironment() {}

    /** The interpreter of the environment, which is made if it is not there. */
    static Path interpreter() {
        Workplace.require("python3", "install Python 3.11 or newer with its venv module");
        Path lock = sources().resolve("requirements.lock");
        Path home = cache().resolve("localstack-" + digest(lock));
        Path complete = home.resolve("complete");
        try {
            if (Files.notExists(complete)) {
                Workplace.delete(home);
                install(home, lock);
                Files.createFile(complete);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        return home.resolve("bin/python");
    }

    /** Where the plug-ins of LocalStack are. */
    static Path sources() {
        return Workplace.root().resolve("aws-cloud-tests/src/test/python");
    }

    private static void install(Path home, Path lock) throws IOException {
        Files.createDirectories(home);
        Path log = home.resolve("install.log");
        Command.of(home, log, INSTALL, "python3", "-m", "venv", home.toString()).run();
        Command.of(home, log, INSTALL, home.resolve("bin/python").toString(), "-m", "pip", "install",
                "--quiet",
                "--disable-pip-version-check", "--require-hashes", "-r", lock.toString()).run();
    }

    // Not below target: a clean build would download it all again.
    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME")).map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache")).resolve("thaw");
    }

    private static String digest(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (IOException | NoSuchAlgorithmException unreadable) {
            throw new IllegalStateException("cannot read " + file, unreadable);
        }
    }
}
