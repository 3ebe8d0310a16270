package thaw.cloud;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import thaw.TriggerKind;
import thaw.conformance.SampleData;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The zip of the digits sample, opened, beside what the function has loaded of it in its real runs. */
@Order(6)
@ExtendWith(OneDeployment.class)
class ZipContentIT {

    private static final String FUNCTION = "thaw-digits";
    private static final Duration DELIVERY = Duration.ofMinutes(6);

    /** Small libraries of which these runs load nothing, and why they are there. */
    private static final Map<String, String> MENTIONED = Map.of("annotations",
            "what the SDK's classes are marked with", "arns",
            "a bucket may be named by the ARN of its access point",
            "crt-core", "types of S3's own settings", "eventstream",
            "types of the SDK's core", "http-auth-aws-eventstream", "a mark of the SDK's signer");
    private static final long SMALL = 80_000;

    private Deployment deployment;

    /** A library of the zip: how many of its classes were loaded, by package. */
    private record Use(String library, long bytes, Map<String, Integer> classes,
            Map<String, Integer> loaded) {

        int count() {
            return classes.values().stream().mapToInt(Integer::intValue).sum();
        }

        int used() {
            return loaded.values().stream().mapToInt(Integer::intValue).sum();
        }

        Set<String> unusedPackages() {
            Set<String> unused = new TreeSet<>(classes.keySet());
            unused.removeAll(loaded.keySet());
            return unused;
        }
    }

    @BeforeEach
    void use(Deployment given) {
        given.requireLocal("it reads which classes a process has loaded");
        deployment = given;
    }

    @Test
    void holdsNoLibraryOfWhichItUsesNothing() throws Exception {
        useAll();
        Path zip = Path.of(SampleZip.of("digits", TriggerKind.BLOB, "dynamodb"));
        List<Use> uses = uses(zip, deployment.local().loaded(FUNCTION));
        report(zip, uses);
        assertTrue(uses.size() > 10, uses::toString);
        // Of a library that is there for a mention, earlier tests may have loaded a class: errors are read by others.
        assertEquals(List.of(), uses.stream().filter(use -> use.used() == 0).map(Use::library)
                .filter(library -> !MENTIONED.containsKey(library)).toList());
        List<String> libraries = uses.stream().map(Use::library).toList();
        assertEquals(List.of(), MENTIONED.keySet().stream().filter(library -> !libraries.contains(library))
                .toList(), "excused, and not there any more");
        assertTrue(uses.stream().filter(use -> use.used() == 0).allMatch(use -> use.bytes() < SMALL),
                uses::toString);
    }

    @Test
    void holdsTheNativeLibrariesOfThisPlatformWithoutWhatOnlyDebuggersRead() throws Exception {
        try (ZipFile zip = new ZipFile(SampleZip.of("digits", TriggerKind.BLOB, "dynamodb"))) {
            List<String> natives = zip.stream().map(ZipEntry::getName)
                    .filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib)")).sorted().toList();
            assertEquals(List.of("native/libonnxruntime.so", "native/libonnxruntime4j_jni.so",
                    "native/libthaw_start.so"), natives);
            for (String name : natives) {
                ByteBuffer elf = ByteBuffer.wrap(zip.getInputStream(zip.getEntry(name)).readAllBytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
                assertEquals(0x3e, elf.getShort(18), name + " is not for x86-64");
                assertEquals(0, elf.getShort(60), name + " has sections: symbols and debug information");
            }
        }
    }

    // A picture, and what is none: so both ways have been gone, whatever other tests have run before.
    private void useAll() throws IOException {
        String bucket = deployment.output("digits", "bucket");
        String table = deployment.output("digits", "table");
        int rows = deployment.clients().rows(table).size();
        byte[] picture = Files
                .readAllBytes(SampleData.folder().resolve("data/digits/digit-7-1635.png"));
        deployment.clients().s3().putObject(put -> put.bucket(bucket).key("seven.png"),
                RequestBody.fromBytes(picture));
        deployment.clients().s3().putObject(put -> put.bucket(bucket).key("no-picture.png"),
                RequestBody.fromString("this is no picture"));
        deployment.await("one row more", FUNCTION, DELIVERY,
                () -> deployment.clients().rows(table).size() > rows);
        assertEquals(1, deployment.clients()
                .takeAll(deployment.output("digits", "failures_queue_url"), 1, DELIVERY).size());
    }

    private static List<Use> uses(Path file, Set<String> loaded) throws IOException {
        List<Use> uses = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".jar")) {
                    byte[] jar = zip.getInputStream(entry).readAllBytes();
                    uses.add(use(entry, jar, loaded));
                }
            }
        }
        return uses;
    }

    private static Use use(ZipEntry library, byte[] jar, Set<String> loaded) throws IOException {
        Map<String, Integer> classes = new TreeMap<>();
        Map<String, Integer> used = new TreeMap<>();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().endsWith(".class")) {
                    String name = entry.getName().replaceAll("^META-INF/versions/\\d+/|\\.class$", "")
                            .replace('/', '.');
                    String inside = name.substring(0, Math.max(0, name.lastIndexOf('.')));
                    classes.merge(inside, 1, Integer::sum);
                    if (loaded.contains(name)) {
                        used.merge(inside, 1, Integer::sum);
                    }
                }
            }
        }
        return new Use(library.getName().replaceAll("^lib/|-\\d.*\\.jar$", ""), library.getCompressedSize(),
                classes, used);
    }

    /** What the documentation says of the zip, made anew. */
    private void report(Path file, List<Use> uses) throws IOException {
        StringBuilder text = new StringBuilder("# The zip of the digits sample\n\n");
        text.append(String.format("%,d bytes; at start: %s%n%n", Files.size(file), deployment.cloud()
                .printed(FUNCTION).lines().filter(line -> line.contains("\"cold start\"")).findFirst()
                .orElse("unknown")));
        text.append("| Library | Classes | Loaded | Packages without a loaded class |\n|---|--:|--:|---|\n");
        uses.forEach(use -> text.append(String.format("| %s | %d | %d | %s |%n", use.library(), use.count(),
                use.used(), String.join(", ", use.unusedPackages()))));
        text.append("\n| File | Bytes | In the zip |\n|---|--:|--:|\n");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            zip.stream().forEach(entry -> text.append(String.format("| %s | %,d | %,d |%n", entry.getName(),
                    entry.getSize(), entry.getCompressedSize())));
        }
        Files.write(Path.of("target/digits-zip.md"), text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
