package thaw.hosting;

import java.util.List;
import java.util.Map;

/** One request of many entries to a service that may refuse some of them. Thread-safe. */
public interface EntrySender {

    /**
     * An entry on its way.
     *
     * @param orderingKey of which the place keeps the order
     * @param uniqueKey   the same for the same result
     * @param document    its JSON
     */
    record Entry(String orderingKey, String uniqueKey, byte[] document) {}

    /**
     * What a service takes.
     *
     * @param entries  most entries of a request
     * @param bytes    most bytes of a request, documents and keys
     * @param entry    most bytes of one of them, document and key: a larger one would fail the whole request
     * @param ordered  whether the place keeps the order of a key
     */
    record Capacity(int entries, int bytes, int entry, boolean ordered) {

        /** One entry may fill a request. */
        public Capacity(int entries, int bytes, boolean ordered) {
            this(entries, bytes, bytes, ordered);
        }
    }

    /** What the service takes. */
    Capacity capacity();

    /**
     * Sends one request.
     *
     * @return why entries were refused, by their index; empty if all are stored
     * @throws thaw.InferenceException unavailable, if none was stored
     */
    Map<Integer, String> send(List<Entry> entries);

    /** The place, for messages. */
    @Override
    String toString();
}
