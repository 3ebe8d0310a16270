package thaw.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The providers of Terraform on a machine that cannot reach the registry: the mirrors that {@code THAW_TERRAFORM_PLUGINS}
 * (or {@code -Dthaw.terraform.plugins}) lists, packed or unpacked, as one unpacked mirror.
 */
final class TerraformProviders {

    private static final Pattern PACKED = Pattern
            .compile("terraform-provider-[^_]+_([^_]+)_([^_]+_[^_]+)\\.zip");

    private TerraformProviders() {}

    /** The merged mirror; empty where none is named, and the registry is asked. */
    static Optional<Path> mirror() {
        String named = System.getProperty("thaw.terraform.plugins",
                System.getenv().getOrDefault("THAW_TERRAFORM_PLUGINS", ""));
        List<Path> mirrors = Stream.of(named.split(File.pathSeparator)).filter(name -> !name.isBlank())
                .map(Path::of).toList();
        if (mirrors.isEmpty()) {
            return Optional.empty();
        }
        Path home = Workplace.tools().resolve("terraform-" + Integer.toHexString(mirrors.hashCode()));
        return Optional.of(Installed.once(home, folder -> mirrors.forEach(mirror -> merge(mirror, folder))));
    }

    private static void merge(Path mirror, Path into) {
        try (Stream<Path> files = Files.walk(mirror)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = into.resolve(mirror.relativize(file).toString());
                Matcher packed = PACKED.matcher(file.getFileName().toString());
                if (packed.matches()) {
                    unpack(file, target.getParent().resolve(packed.group(1)).resolve(packed.group(2)));
                } else {
                    link(file, target);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the mirror of Terraform's providers " + mirror,
                    unreadable);
        }
    }

    private static void unpack(Path zip, Path into) throws IOException {
        Files.createDirectories(into);
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(file)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path target = into.resolve(Path.of(entry.getName()).getFileName());
                Files.copy(entries, target);
                target.toFile().setExecutable(true);
            }
        }
    }

    // A hard link: Terraform finds no provider in a folder that is a symbolic link.
    private static void link(Path file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, file);
        } catch (IOException | UnsupportedOperationException otherDisk) {
            Files.copy(file, target);
        }
    }
}
