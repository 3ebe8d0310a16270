package thaw.hosting;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import thaw.InferenceException;

/** A bucket in memory; what was put again is no longer the version that was listed. Thread-safe. */
final class MemoryStore implements ObjectStore {

    /** Called before each read. */
    interface Fault {
        void before(StoredObject object, int read) throws Replaced, IOException;
    }

    private final Map<String, byte[]> objects = new TreeMap<>();
    final AtomicInteger listings = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final List<String> read = new ArrayList<>();
    volatile Fault fault = (object, read) -> {};
    volatile Optional<Digest> digest = Optional.empty();
    long sizeTold = -1;

    synchronized MemoryStore with(String key, byte[] bytes) {
        objects.put(key, bytes.clone());
        return this;
    }

    @Override
    public synchronized List<StoredObject> list(String prefix) {
        listings.incrementAndGet();
        return objects.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> new StoredObject(entry.getKey(),
                        sizeTold < 0 ? entry.getValue().length : sizeTold, version(entry.getValue())))
                .toList();
    }

    private static String version(byte[] bytes) {
        return Integer.toString(java.util.Arrays.hashCode(bytes));
    }

    @Override
    public Range read(StoredObject object, long first, long last) throws Replaced, IOException {
        fault.before(object, reads.incrementAndGet());
        synchronized (this) {
            read.add(object.key());
            byte[] bytes = objects.get(object.key());
            if (bytes == null || !version(bytes).equals(object.version())) {
                throw new Replaced(address(object.key()), null);
            }
            if (last >= bytes.length) {
                throw InferenceException.unavailable(address(object.key()), "no such range", null);
            }
            return new Range(new ByteArrayInputStream(bytes, (int) first, (int) (last - first) + 1), digest);
        }
    }

    @Override
    public String address(String key) {
        return "memory://bucket/" + key;
    }
}
