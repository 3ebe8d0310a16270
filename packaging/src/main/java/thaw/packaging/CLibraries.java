package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import thaw.InferenceException;
import thaw.packaging.files.ElfImage;
import thaw.packaging.files.Folder;

/** The C libraries of this machine that an image's programs are linked with: all that it has of an operating system. */
final class CLibraries {

    private static final List<String> PLACES = List.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu",
            "lib/aarch64-linux-gnu", "usr/lib/aarch64-linux-gnu", "lib64", "usr/lib64", "lib", "usr/lib");
    // Looked up by name when a host's name is resolved, by no program's header.
    private static final List<String> RESOLVER = List.of("libnss_dns.so.2", "libnss_files.so.2",
            "libresolv.so.2");

    private CLibraries() {}

    /** Copies what the programs and libraries below a root need and that is not below it. */
    static void copy(Folder root) throws IOException {
        Set<String> own = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        for (String name : root.files().keySet()) {
            Path file = root.path().resolve(name);
            if (ElfImage.isElf(file)) {
                own.add(file.getFileName().toString());
                open.addAll(ElfImage.read(file).needed());
            }
        }
        // Under another name in the jar: it is loaded by its path.
        own.add("libonnxruntime.so.1");
        open.addAll(RESOLVER);
        Set<String> seen = new HashSet<>(own);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (seen.add(name)) {
                copy(name, root, open);
            }
        }
    }

    private static void copy(String name, Folder root, Deque<String> open) throws IOException {
        Path found = name.startsWith("/") ? Path.of(name) : found(name);
        if (found == null) {
            if (RESOLVER.contains(name)) {
                return;
            }
            throw InferenceException.notFound(name,
                    "is in no folder of this machine's libraries; give an image's layout by --base");
        }
        root.copy(found, found.toString().substring(1));
        root.path().resolve(found.toString().substring(1)).toFile().setExecutable(true, false);
        open.addAll(ElfImage.read(found).needed());
    }

    private static Path found(String name) {
        return PLACES.stream().map(place -> Path.of("/", place, name)).filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }
}
