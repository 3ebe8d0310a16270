package thaw;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors by name, in the order given. Immutable, thread-safe. */
public final class Tensors implements Iterable<Tensor> {

    private final Map<String, Tensor> byName;

    private Tensors(Map<String, Tensor> byName) {
        this.byName = byName;
    }

    /**
     * These tensors.
     *
     * @throws InferenceException malformed, if two have the same name
     */
    public static Tensors of(List<Tensor> tensors) {
        Map<String, Tensor> byName = new LinkedHashMap<>(tensors.size() * 2);
        for (Tensor tensor : tensors) {
            if (byName.put(tensor.name(), tensor) != null) {
                throw InferenceException.malformed("tensor '" + tensor.name() + "'",
                        "expected once, got twice");
            }
        }
        return new Tensors(byName);
    }

    /** These tensors. */
    public static Tensors of(Tensor... tensors) {
        return of(List.of(tensors));
    }

    /**
     * The tensor of that name.
     *
     * @throws InferenceException internal, naming those that there are: whoever asks should know the signature
     */
    public Tensor tensor(String name) {
        Tensor tensor = byName.get(name);
        if (tensor == null) {
            throw InferenceException.internal("tensor '" + name + "'", "expected one of " + byName.keySet(),
                    null);
        }
        return tensor;
    }

    /** Whether there is a tensor of that name. */
    public boolean contains(String name) {
        return byName.containsKey(name);
    }

    /** How many there are. */
    public int size() {
        return byName.size();
    }

    /** Their names, in order. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The outermost size that all share, or -1 if they differ or one is a scalar. */
    public long rows() {
        long rows = -1;
        for (Tensor tensor : byName.values()) {
            if (tensor.shape().rank() == 0 || rows != -1 && rows != tensor.rows()) {
                return -1;
            }
            rows = tensor.rows();
        }
        return rows;
    }

    /** Those rows of every tensor. */
    public Tensors rows(long from, long count) {
        List<Tensor> parts = new ArrayList<>(byName.size());
        for (Tensor tensor : byName.values()) {
            parts.add(tensor.rows(from, count));
        }
        return of(parts);
    }

    /** Whether each tensor of one can be joined with that of the other along the outermost dimension. */
    public boolean joinable(Tensors other) {
        if (!byName.keySet().equals(other.byName.keySet())) {
            return false;
        }
        for (Tensor tensor : byName.values()) {
            if (!tensor.joinable(other.tensor(tensor.name()))) {
                return false;
            }
        }
        return true;
    }

    /** The tensors of all, joined by name along the outermost dimension. One is returned as it is. */
    public static Tensors joined(List<Tensors> all) {
        if (all.size() == 1) {
            return all.get(0);
        }
        List<Tensor> joined = new ArrayList<>();
        for (String name : all.get(0).byName.keySet()) {
            List<Tensor> parts = new ArrayList<>(all.size());
            for (Tensors tensors : all) {
                parts.add(tensors.tensor(name));
            }
            joined.add(Tensor.joined(parts));
        }
        return of(joined);
    }

    @Override
    public Iterator<Tensor> iterator() {
        return byName.values().iterator();
    }

    @Override
    public String toString() {
        return byName.values().toString();
    }
}
