package thaw.packaging.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import thaw.InferenceException;

/**
 * A jar and what it is in Maven's terms, as the jar itself or else its file's name says.
 *
 * @param file     the jar
 * @param group    of the artifact; empty if the jar does not say
 * @param artifact its name
 * @param version  empty if neither the jar nor its name says
 */
public record Library(Path file, String group, String artifact, String version) {

    private static final Pattern FILE_NAME = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
    private static final Pattern PROPERTIES = Pattern
            .compile("META-INF/maven/[^/]+/([^/]+)/pom\\.properties");

    public Library {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(artifact, "artifact");
        Objects.requireNonNull(version, "version");
    }

    /**
     * Reads what a jar says of itself.
     *
     * @throws InferenceException malformed, if it is not a jar
     */
    public static Library of(Path jar) {
        String fileName = jar.getFileName().toString();
        Matcher named = FILE_NAME.matcher(fileName);
        boolean known = named.matches();
        String artifact = known ? named.group(1) : fileName.replaceFirst("\\.jar$", "");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Matcher properties = PROPERTIES.matcher(entry.getName());
                // A jar with others inside has the properties of all: its own are those of its name.
                if (properties.matches() && properties.group(1).equals(artifact)) {
                    return of(jar, properties(zip, entry));
                }
            }
        } catch (IOException broken) {
            throw InferenceException.malformed(jar.toString(),
                    "cannot be opened as a jar: " + broken.getMessage(),
                    broken);
        }
        return new Library(jar, "", artifact, known ? named.group(2) : "");
    }

    private static Library of(Path jar, Properties properties) {
        return new Library(jar, properties.getProperty("groupId", ""),
                properties.getProperty("artifactId", ""),
                properties.getProperty("version", ""));
    }

    private static Properties properties(ZipFile zip, ZipEntry entry) throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = zip.getInputStream(entry)) {
            properties.load(stream);
        }
        return properties;
    }

    /**
     * The jars of a folder, by name.
     *
     * @throws IOException if the folder cannot be listed
     */
    public static List<Library> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().map(Library::of).toList();
        }
    }

    /** Whether it is that artifact, of whatever version. */
    public boolean is(String otherGroup, String otherArtifact) {
        return group.equals(otherGroup) && artifact.equals(otherArtifact);
    }

    /** Group and artifact, by which a dependency names it. */
    public String key() {
        return group + ":" + artifact;
    }
}
