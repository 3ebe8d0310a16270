package thaw.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How much memory this process may have: the container's limit, or else the machine's memory. */
public final class MemoryShare {

    private static final List<Path> LIMITS = List.of(Path.of("/sys/fs/cgroup/memory.max"),
            Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final int KIB = 1024;

    private MemoryShare() {}

    /** In bytes; where nothing tells, as much as the Java heap may take. */
    public static long bytes() {
        long share = machine();
        for (Path limit : LIMITS) {
            share = Math.min(share, number(limit));
        }
        return share == Long.MAX_VALUE ? Runtime.getRuntime().maxMemory() : share;
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException unlimited) {
            // No such file outside of a container, "max" without a limit.
            return Long.MAX_VALUE;
        }
    }

    private static long machine() {
        try (Stream<String> lines = Files.lines(MACHINE)) {
            return lines.filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB).findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException | NumberFormatException unknown) {
            return Long.MAX_VALUE;
        }
    }
}
