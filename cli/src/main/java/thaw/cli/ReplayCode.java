package thaw.cli;

import java.nio.file.Path;
import java.util.Optional;

import thaw.TriggerKind;

/**
 * The code of a function that an event is replayed to: a jar, or none for a package alone.
 *
 * @param jar closed with it
 */
record ReplayCode(Optional<FunctionJar> jar) implements AutoCloseable {

    /** Opens the jar, if there is one: null for none, as an option that is not given. */
    static ReplayCode of(Path jar) {
        return new ReplayCode(Optional.ofNullable(jar).map(FunctionJar::open));
    }

    /** What its definition says. */
    Optional<TriggerKind> trigger() {
        return jar.map(open -> open.definition().trigger());
    }

    ClassLoader classes() {
        return jar.map(FunctionJar::loader).orElseGet(ReplayCode.class::getClassLoader);
    }

    @Override
    public void close() {
        jar.ifPresent(FunctionJar::close);
    }
}
