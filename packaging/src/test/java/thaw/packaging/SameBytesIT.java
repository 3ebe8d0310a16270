package thaw.packaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.conformance.SampleData;
import thaw.testing.Command;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The same inputs in another folder, time, language, time zone, order and mask of rights make the same bytes. */
class SameBytesIT {

    // A class archive differs from run to run (ADR 0013); a native executable is its builder's. One image stands for all
    // three, which one class lays out.
    private static final List<Target> TARGETS = List.of(Target.AWS_ZIP, Target.AZURE, Target.AWS_IMAGE,
            Target.GCP_ZIP);

    @TempDir
    Path folder;

    private static Map<String, String> sums(Path model, Path output) {
        Map<String, String> sums = new LinkedHashMap<>();
        for (Target target : TARGETS) {
            PackageReport report = Packaged.packager().pack(
                    PackageRequest.of(List.of(model), target, output).archive(false).build(), Progress.NONE);
            sums.put(target.label(), report.sha256() + " "
                    + thaw.model.Checksum.of(report.folder().resolve("bom.json")).sha256());
        }
        return sums;
    }

    @Test
    void areMadeOfTheSameInputsWhereverAndWhenever() throws Exception {
        Path model = shuffled(SampleData.models().resolve("digits"), folder.resolve("elsewhere/digits"));
        Path said = folder.resolve("sums.txt");
        Command.of(folder, Duration.ofMinutes(15), "sh", "-c", "umask 077 && exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Duser.language=tr",
                "-Duser.country=TR", "-Duser.timezone=Pacific/Kiritimati",
                "-Dthaw.home=" + System.getProperty("thaw.home"), "-cp",
                System.getProperty("java.class.path"), Elsewhere.class.getName(), model.toString(),
                folder.resolve("there").toString(), said.toString()).run();
        assertEquals(
                String.join("\n", lines(sums(SampleData.models().resolve("digits"), folder.resolve("here")))),
                Files.readString(said));
    }

    private static List<String> lines(Map<String, String> sums) {
        return sums.entrySet().stream().map(each -> each.getKey() + " " + each.getValue()).toList();
    }

    // Copied from the last name to the first, so that a folder lists them in another order.
    private static Path shuffled(Path from, Path to) throws Exception {
        List<Path> all;
        try (Stream<Path> paths = Files.walk(from)) {
            all = new ArrayList<>(paths.filter(Files::isRegularFile).sorted().toList());
        }
        Collections.reverse(all);
        for (Path file : all) {
            Path copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
            Files.setLastModifiedTime(copy, FileTime.fromMillis(1));
        }
        return to;
    }

    /** A process of other habits. */
    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] arguments) throws Exception {
            Files.writeString(Path.of(arguments[2]),
                    String.join("\n", lines(sums(Path.of(arguments[0]), Path.of(arguments[1])))));
        }
    }
}
