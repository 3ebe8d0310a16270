package thaw.packaging.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux tells of a running process; zeros elsewhere.
 *
 * @param resident the most memory that it had, in bytes
 * @param cpu      time on processors, in milliseconds
 */
record ProcessFigures(long resident, double cpu) {

    private static final String PEAK = "VmHWM:";
    private static final int USER_TIME = 11;
    private static final int TICK_MILLIS = 10;

    static ProcessFigures of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            long kilobytes = Files.readAllLines(process.resolve("status")).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
            String stat = Files.readString(process.resolve("stat"));
            // The name in parentheses may hold spaces; what follows is fixed.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
            return new ProcessFigures(kilobytes << 10, (double) ticks * TICK_MILLIS);
        } catch (IOException elsewhere) {
            return new ProcessFigures(0, 0);
        }
    }
}
