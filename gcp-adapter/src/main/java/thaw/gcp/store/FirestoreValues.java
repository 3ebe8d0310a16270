package thaw.gcp.store;

import java.math.BigInteger;
import java.util.ArrayList;
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
        if (tree instanceof Iterable<?> list) {
            List<Object> values = new ArrayList<>();
            list.forEach(element -> values.add(element(element)));
            return Map.of("arrayValue", Map.of("values", values));
        }
        if (tree instanceof Boolean) {
            return Map.of("booleanValue", tree);
        }
        if (tree instanceof Number number) {
            return number(number);
        }
        return tree == null ? nothing() : Map.of("stringValue", tree.toString());
    }

    private static Map<String, Object> number(Number number) {
        boolean integer = number instanceof Long || number instanceof Integer || number instanceof Short
                || number instanceof Byte || number instanceof BigInteger big && big.bitLength() < Long.SIZE;
        // By its text, as in JSON: that of the float 0.1 is 0.1, and not the double next to it.
        return integer ? Map.of("integerValue", number.toString())
                : Map.of("doubleValue", Double.valueOf(number.toString()));
    }

    // Firestore knows no list within a list: the inner one becomes the field of a map.
    private static Map<String, Object> element(Object tree) {
        return tree instanceof Iterable<?> ? value(Map.of("values", tree)) : value(tree);
    }

    private static Map<String, Object> nothing() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("nullValue", null);
        return value;
    }
}
