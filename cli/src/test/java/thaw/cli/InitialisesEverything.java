package thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.aws.LambdaFunction;
import thaw.gcp.CloudFunction;
import thaw.local.FunctionServer;

/**
 * Runs the static initialisers of the adapters and of the core, as a maker of native images may, and prints how many
 * classes that were, then each thread and each library of ONNX Runtime that came of it.
 */
final class InitialisesEverything {

    private static final String RUN_TIME = "--initialize-at-run-time=";
    private static final String CLASS = ".class";
    private static final Path LIBRARIES = Path.of("/proc/self/maps");

    private InitialisesEverything() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> before = threads();
        List<String> later = later();
        int initialised = 0;
        for (Class<?> part : List.of(InferenceException.class, LambdaFunction.class, CloudFunction.class,
                FunctionServer.class)) {
            for (String name : classes(part)) {
                if (later.stream()
                        .noneMatch(prefix -> name.equals(prefix) || name.startsWith(prefix + "."))) {
                    Class.forName(name);
                    initialised++;
                }
            }
        }
        System.out.println(initialised);
        Set<String> threads = threads();
        threads.removeAll(before);
        threads.forEach(name -> System.out.println("thread " + name));
        if (Files.exists(LIBRARIES)) {
            Files.readAllLines(LIBRARIES).stream()
                    .filter(line -> line.contains("onnxruntime") && line.endsWith(".so"))
                    .forEach(System.out::println);
        }
    }

    private static Set<String> threads() {
        Set<String> names = new TreeSet<>();
        Thread.getAllStackTraces().keySet().forEach(thread -> names.add(thread.getName()));
        return names;
    }

    /** What our metadata leaves to the start of the program. */
    private static List<String> later() throws IOException {
        List<String> later = new ArrayList<>();
        for (String part : List.of("functions-core", "aws-adapter")) {
            String resource = "META-INF/native-image/dev.thaw/" + part + "/native-image.properties";
            for (URL file : Collections
                    .list(InitialisesEverything.class.getClassLoader().getResources(resource))) {
                Properties properties = new Properties();
                try (InputStream content = file.openStream()) {
                    properties.load(content);
                }
                Stream.of(properties.getProperty("Args").split("\\s+"))
                        .filter(word -> word.startsWith(RUN_TIME))
                        .forEach(word -> later.addAll(List.of(word.substring(RUN_TIME.length()).split(","))));
            }
        }
        return later;
    }

    private static List<String> classes(Class<?> part) throws Exception {
        URI source = part.getProtectionDomain().getCodeSource().getLocation().toURI();
        if (!source.getPath().endsWith(".jar")) {
            return classes(Path.of(source));
        }
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(source))) {
            return classes(jar.getPath("/"));
        }
    }

    private static List<String> classes(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.startsWith("thaw/") && name.endsWith(CLASS)
                            && !name.endsWith("package-info.class"))
                    .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .toList();
        }
    }
}
