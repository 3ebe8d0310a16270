package thaw.hosting;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Ids of requests that no platform has given one. */
public final class RequestIds {

    private static final Pattern USABLE = Pattern.compile("[!-~]{1,128}");

    private RequestIds() {}

    /** What the caller asked for, if it can stand in a header and a log; else a new one. */
    public static String of(String asked) {
        return USABLE.matcher(asked).matches() ? asked : next();
    }

    // Only to find lines that belong together: no secret, so no slow source of randomness.
    private static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE)
                + Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }
}
