package thaw.aws.store;

import java.time.Duration;

/** How long a service may take: less than an invocation lasts, so that a failure can still be told. */
final class Timeouts {

    static final Duration CONNECT = Duration.ofSeconds(2);
    static final Duration READ = Duration.ofSeconds(10);

    static final Duration FIRST_WAIT = Duration.ofMillis(50);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private Timeouts() {}
}
