package thaw.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How long this process has existed, as Linux knows it to a hundredth of a second. The start that
 * {@link ProcessHandle.Info} tells is counted from a boot time in whole seconds, which is too coarse for a start.
 */
public final class ProcessAge {

    private static final Path STATUS = Path.of("/proc/self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");
    // proc(5): field 22, in clock ticks since boot, of which a program sees a hundred a second.
    private static final int START = 22;
    private static final long MILLIS_A_TICK = 10;

    private ProcessAge() {}

    /** Milliseconds since the process was made; empty where there is no {@code /proc}. */
    public static OptionalLong millis() {
        try {
            return OptionalLong.of(millis(Files.readString(STATUS), Files.readString(UPTIME)));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException notLinux) {
            return OptionalLong.empty();
        }
    }

    static long millis(String status, String uptime) {
        // The name, the second field, may hold spaces and parentheses; the third field follows the last of them.
        String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ");
        long started = Long.parseLong(fields[START - 3]) * MILLIS_A_TICK;
        long now = Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
        return Math.max(0, now - started);
    }
}
