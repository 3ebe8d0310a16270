package thaw.gcp.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as Firestore's typed values. */
final class FirestoreValues {

    private FirestoreValues() {}

    static Map<String, Object> fields(Map<?, ?> tree) {
        Map<String, Object> fields = new LinkedHashMap<>();
        tree.forEach((name, value) -> fields.put(String.valueOf(name), value(value)));
        return fields;
    }

    private static Map<String, Object> value(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return Map.of("mapValue", Map.of("fields", fields(map)));
        }
        if (tree instanceof List<?> list) {
            return Map.of("arrayValue",
                    Map.of("values", list.stream().map(FirestoreValues::element).toList()));
        }
        if (tree instanceof Boolean) {
            return Map.of("booleanValue", tree);
        }
        if (tree instanceof Long || tree instanceof Integer) {
            return Map.of("integerValue", tree.toString());
        }
        if (tree instanceof Number number) {
            return Map.of("doubleValue", number.doubleValue());
        }
        return tree == null ? nothing() : Map.of("stringValue", tree.toString());
    }

    // Firestore knows no list within a list: the inner one becomes the field of a map.
    private static Map<String, Object> element(Object tree) {
        return tree instanceof List<?> ? value(Map.of("values", tree)) : value(tree);
    }

    private static Map<String, Object> nothing() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("nullValue", null);
        return value;
    }
}
