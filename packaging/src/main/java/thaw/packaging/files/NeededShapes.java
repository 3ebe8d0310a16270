package thaw.packaging.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Which classes of the clients of AWS's services a package needs. A client brings the inputs and outputs of every operation,
 * a few thousand classes, of which a function uses a handful. Needed is what a needed class mentions, from all other
 * libraries on; but a client itself mentions everything. It needs the type of each input, for the verifier looks at it when
 * the client is linked, and of operations that nobody calls no more than that.
 */
final class NeededShapes {

    private static final String SERVICES = "software/amazon/awssdk/services/";
    private static final String CLASS = ".class";
    private static final Pattern MENTION = Pattern.compile(SERVICES + "[\\w$/]+");
    private static final Pattern CLIENT = Pattern.compile(SERVICES + "\\w+/\\w+Client");
    private static final Pattern INPUT = Pattern.compile("(" + SERVICES + "\\w+/)model/(\\w+)Request");
    private static final Pattern BUILDER = Pattern
            .compile("(" + SERVICES + "\\w+/)model/(\\w+)Request\\$Builder(Impl)?");
    // What a client offers besides its operations, and their inputs and outputs.
    private static final Pattern OFFERED = Pattern
            .compile(SERVICES + "\\w+/(model|transform|paginators|waiters|presigner)/.*");
    private static final Pattern THROWN = Pattern.compile(SERVICES + "\\w+/model/\\w+Exception(\\$\\w+)?");

    private final Map<String, byte[]> classes = new HashMap<>();
    private final Set<String> needed = new TreeSet<>();
    private final Deque<String> next = new ArrayDeque<>();

    private NeededShapes() {}

    /**
     * Those that these libraries together need.
     *
     * @return which entries of their jars are classes of a service and are not needed
     */
    static Set<String> unneeded(Collection<Path> jars) throws IOException {
        if (!someHasServices(jars)) {
            return Set.of();
        }
        NeededShapes shapes = new NeededShapes();
        Set<String> mentioned = new HashSet<>();
        for (Path jar : jars) {
            shapes.read(jar, mentioned);
        }
        shapes.need(mentioned);
        Set<String> unneeded = new HashSet<>();
        for (String name : shapes.classes.keySet()) {
            if (!shapes.needed.contains(name)) {
                unneeded.add(name + CLASS);
            }
        }
        return unneeded;
    }

    private static boolean someHasServices(Collection<Path> jars) throws IOException {
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.stream().anyMatch(entry -> entry.getName().startsWith(SERVICES))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void read(Path jar, Set<String> mentioned) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] bytes;
                try (var stream = zip.getInputStream(entry)) {
                    bytes = stream.readAllBytes();
                }
                if (name.startsWith(SERVICES) && name.endsWith(CLASS)) {
                    classes.put(name.substring(0, name.length() - CLASS.length()), bytes);
                } else if (name.endsWith(CLASS)) {
                    mentioned.addAll(mentions(bytes));
                } else if (name.startsWith(SERVICES) || name.startsWith("META-INF/services/")) {
                    // Interceptors and providers are named in texts.
                    mentioned.addAll(mentions(new String(bytes, StandardCharsets.ISO_8859_1).replace('.', '/')
                            .getBytes(StandardCharsets.ISO_8859_1)));
                }
            }
        }
    }

    // All of a class's names are in its constants as text: what looks like a name is taken for one.
    private static Set<String> mentions(byte[] bytes) {
        Set<String> names = new HashSet<>();
        Matcher matcher = MENTION.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    private void need(Collection<String> names) {
        names.forEach(this::mention);
        while (!next.isEmpty()) {
            String name = next.remove();
            // Where the service's own code asks whether a client is one of these, and nobody makes one.
            if (!name.endsWith("AsyncClient") || names.contains(name)) {
                mentions(classes.get(name)).stream().filter(mentioned -> follows(name, mentioned))
                        .forEach(this::mention);
            }
        }
    }

    private static boolean follows(String name, String mentioned) {
        return !CLIENT.matcher(name).matches() || !OFFERED.matcher(mentioned).matches()
                || THROWN.matcher(mentioned).matches() || INPUT.matcher(mentioned).matches();
    }

    private void mention(String name) {
        Matcher builder = BUILDER.matcher(name);
        if (builder.matches()) {
            // Who calls an operation builds its input.
            String input = builder.group(1) + "model/" + builder.group(2) + "Request";
            if (classes.containsKey(input) && needed.add(input + "#")) {
                needed.add(input);
                next.add(input);
                add(builder.group(1) + "transform/" + builder.group(2) + "RequestMarshaller");
            }
        }
        if (INPUT.matcher(name).matches()) {
            needed.add(name);
        } else {
            add(name);
        }
    }

    private void add(String name) {
        if (classes.containsKey(name) && needed.add(name)) {
            next.add(name);
        }
    }
}
