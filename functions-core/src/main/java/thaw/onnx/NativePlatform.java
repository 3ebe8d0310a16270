package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import thaw.model.OptimisedFile;

/** The machine as optimised files name it. */
final class NativePlatform {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private NativePlatform() {}

    /** {@code linux-x64}, {@code linux-arm64}, and so on. */
    static String architecture() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "");
        return (system.startsWith("mac") ? "osx" : system.split(" ")[0]) + "-" + switch (machine) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64" -> "arm64";
            default -> machine;
        };
    }

    /** Why this machine must not use a file; empty if it may. */
    static Optional<String> refusal(OptimisedFile file) {
        String here = architecture();
        if (!file.architecture().equals(OptimisedFile.ANY) && !file.architecture().equals(here)) {
            return Optional.of("it was made for " + file.architecture() + ", this is " + here);
        }
        if (file.features().isEmpty()) {
            return Optional.empty();
        }
        Set<String> missing = new TreeSet<>(file.features());
        missing.removeAll(features());
        return missing.isEmpty() ? Optional.empty()
                : Optional.of("it needs a processor with " + missing + ", which this one lacks");
    }

    /** What the processor can, as Linux names it; nothing elsewhere. */
    private static Set<String> features() {
        try (Stream<String> lines = Files.lines(PROCESSOR)) {
            return lines.filter(line -> line.startsWith("flags") || line.startsWith("Features")).findFirst()
                    .map(line -> Set.copyOf(words(line.substring(line.indexOf(':') + 1))))
                    .orElse(Set.of());
        } catch (IOException notLinux) {
            return Set.of();
        }
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.strip().split("\\s+")).distinct().toList();
    }
}
