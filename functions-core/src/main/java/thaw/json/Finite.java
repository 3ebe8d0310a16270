package thaw.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trees as JSON can carry them. */
public final class Finite {

    private Finite() {}

    /** The same tree with the texts "NaN", "Infinity" and "-Infinity" for numbers that JSON has no sign for. */
    public static Object tree(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, tree(value)));
            return copy;
        }
        if (tree instanceof Iterable<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(tree(element)));
            return copy;
        }
        boolean lost = tree instanceof Double d && !Double.isFinite(d)
                || tree instanceof Float f && !Float.isFinite(f);
        return lost ? tree.toString() : tree;
    }
}
