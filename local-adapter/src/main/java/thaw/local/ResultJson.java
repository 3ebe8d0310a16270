package thaw.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.json.Json;
import thaw.run.ResultRecord;

/** Results as JSON. NaN and infinities, which JSON cannot carry, become the texts "NaN", "Infinity", "-Infinity". */
final class ResultJson {

    private ResultJson() {}

    static String output(ResultRecord record) {
        return Json.text(finite(record.output()));
    }

    static byte[] document(ResultRecord record) {
        return Json.bytes(finite(record.fields()));
    }

    private static Object finite(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, value) -> copy.put(key, finite(value)));
            return copy;
        }
        if (tree instanceof Iterable<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(finite(element)));
            return copy;
        }
        boolean lost = tree instanceof Double d && !Double.isFinite(d)
                || tree instanceof Float f && !Float.isFinite(f);
        return lost ? tree.toString() : tree;
    }
}
