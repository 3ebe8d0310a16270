package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import thaw.InferenceException;
import thaw.packaging.files.ElfImage;
import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;

/** A Java runtime with those modules alone that a function needs, made by the JDK's jlink. */
final class JavaRuntime {

    // What adapters and clients use; some only by reflection, or, as elliptic curves, as a provider.
    private static final List<String> MODULES = List.of("java.base", "java.logging", "java.management",
            "java.net.http", "java.xml", "jdk.crypto.ec", "jdk.unsupported");

    private JavaRuntime() {}

    /** Makes it in a folder that is not there yet. */
    static void make(Jdk jdk, List<Library> own, List<Library> all, Path to) throws IOException {
        Jdk tools = tools(jdk);
        Set<String> modules = new TreeSet<>(MODULES);
        modules.addAll(needed(tools, own, all));
        List<String> line = new ArrayList<>(List.of(tools.jlink().toString(), "--add-modules",
                String.join(",", modules), "--vm=server", "--no-header-files", "--no-man-pages",
                "--strip-java-debug-attributes", "--output", to.toString()));
        if (tools != jdk) {
            line.addAll(List.of("--module-path", jdk.home().resolve("jmods").toString()));
        }
        Tool.run(line, to.toAbsolutePath().getParent(), Map.of());
        strip(new Folder(to));
    }

    // Of another processor's JDK only the modules are of use here: those of this machine are linked by the same version.
    private static Jdk tools(Jdk jdk) {
        boolean here = jdk.architecture().runsHere();
        Jdk tools = here ? jdk : Jdk.at(Jdk.running());
        if (!Files.isExecutable(tools.jlink())) {
            throw InferenceException.mismatch(tools.home().toString(), "a whole JDK, with bin/jlink",
                    "a runtime alone");
        }
        if (!here && tools.feature() != jdk.feature()) {
            throw InferenceException.mismatch(jdk.home().toString(), "Java " + tools.feature()
                    + ", which runs here and links it for " + jdk.architecture(), "Java " + jdk.feature());
        }
        if (!here && !Files.isDirectory(jdk.home().resolve("jmods"))) {
            throw InferenceException.mismatch(jdk.home().toString(),
                    "a JDK with jmods, which are linked here for " + jdk.architecture(), "none");
        }
        return tools;
    }

    private static List<String> needed(Jdk jdk, List<Library> own, List<Library> all) throws IOException {
        if (own.isEmpty()) {
            return List.of();
        }
        List<String> line = new ArrayList<>(List.of(jdk.home().resolve("bin/jdeps").toString(),
                "--ignore-missing-deps", "--multi-release", Integer.toString(jdk.feature()),
                "--print-module-deps", "--class-path",
                String.join(":", all.stream().map(library -> library.file().toString()).toList())));
        own.forEach(library -> line.add(library.file().toString()));
        return Arrays.stream(Tool.run(line, jdk.home(), Map.of()).strip().split(",")).map(String::strip)
                .filter(name -> !name.isEmpty()).toList();
    }

    // Debug symbols of the virtual machine, where a JDK has them, are larger than itself.
    private static void strip(Folder runtime) throws IOException {
        for (String name : runtime.files().keySet()) {
            Path file = runtime.path().resolve(name);
            if (ElfImage.isElf(file)) {
                Files.write(file, ElfImage.read(file).stripped());
            }
            // Licences are links to one another: an image has them as files.
            if (Files.isSymbolicLink(file)) {
                byte[] content = Files.readAllBytes(file);
                Files.delete(file);
                Files.write(file, content);
            }
        }
    }
}
