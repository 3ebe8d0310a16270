package thaw.model;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Where the requests for one reference go. Immutable. */
final class Route {

    private final VersionChoice choice;
    private final Map<String, CatalogEntry> entries = new HashMap<>();
    private final CatalogEntry first;

    Route(VersionChoice choice, Function<String, CatalogEntry> entries) {
        this.choice = choice;
        choice.versions().forEach(version -> this.entries.put(version, entries.apply(version)));
        this.first = this.entries.get(choice.versions().get(0));
    }

    /** Whether there is nothing to draw: all requests go to {@link #first()}. */
    boolean single() {
        return choice.single();
    }

    CatalogEntry first() {
        return first;
    }

    /** Where a draw between 0 and 1 leads. */
    CatalogEntry pick(double draw) {
        return entries.get(choice.pick(draw));
    }

    /** Whether every version that can be picked is in memory. */
    boolean ready() {
        return entries.values().stream().allMatch(CatalogEntry::ready);
    }
}
