package thaw.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

import thaw.InferenceException;

/**
 * A Java development kit.
 *
 * @param home         its folder
 * @param feature      the number before the first dot: 17, 25
 * @param build        exactly which it is; a class archive fits this one alone
 * @param architecture that it runs on
 */
record Jdk(Path home, int feature, String build, Architecture architecture) {

    private static final int OLDEST = 17;

    Jdk {
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(build, "build");
        Objects.requireNonNull(architecture, "architecture");
    }

    /**
     * Reads what a folder holds.
     *
     * @throws InferenceException malformed, if that is no JDK of 17 or newer
     */
    static Jdk at(Path home) {
        Properties release = new Properties();
        try (InputStream file = Files.newInputStream(home.resolve("release"))) {
            release.load(file);
        } catch (IOException missing) {
            throw InferenceException.malformed(home.toString(),
                    "expected the folder of a JDK, which holds a file 'release'", missing);
        }
        String version = unquoted(release, "JAVA_VERSION");
        int feature = Integer.parseInt(version.replaceFirst("[^0-9].*", ""));
        if (feature < OLDEST || !Files.isExecutable(home.resolve("bin/java"))) {
            throw InferenceException.mismatch(home.toString(), "a JDK, 17 or newer", "Java " + version);
        }
        String build = unquoted(release, "JAVA_RUNTIME_VERSION");
        return new Jdk(home.toAbsolutePath().normalize(), feature,
                (unquoted(release, "IMPLEMENTOR") + " " + (build.isEmpty() ? version : build)).trim(),
                Architecture.ofMachine(unquoted(release, "OS_ARCH")));
    }

    private static String unquoted(Properties release, String name) {
        return release.getProperty(name, "").replace("\"", "");
    }

    /** The one that runs this. */
    static Path running() {
        return Path.of(System.getProperty("java.home"));
    }

    Path java() {
        return home.resolve("bin/java");
    }

    Path jlink() {
        return home.resolve("bin/jlink");
    }
}
