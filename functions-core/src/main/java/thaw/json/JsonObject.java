package thaw.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import thaw.InferenceException;

/**
 * A JSON object that a person wrote, read strictly: each getter names the path, the expected and the actual, and
 * {@link #requireKnown()} refuses the keys that nobody asked for, so that a typing error does not pass as a default. Not
 * thread-safe.
 */
public final class JsonObject {

    private static final String WHOLE = "a whole number from 0";

    private final String path;
    private final Map<?, ?> fields;
    private final Set<String> asked = new LinkedHashSet<>();

    private JsonObject(String path, Map<?, ?> fields) {
        this.path = path;
        this.fields = fields;
    }

    /**
     * The object that the document holds.
     *
     * @param culprit the document's name
     * @throws InferenceException malformed, if it is not JSON or not an object
     */
    public static JsonObject parse(byte[] document, String culprit) {
        return of(Json.parse(document, culprit), culprit);
    }

    /** A tree that must be an object. */
    public static JsonObject of(Object tree, String path) {
        if (tree instanceof Map<?, ?> map) {
            return new JsonObject(path, map);
        }
        throw InferenceException.mismatch(path, "an object", described(tree));
    }

    /** The names of all fields. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        fields.keySet().forEach(key -> keys.add((String) key));
        return keys;
    }

    /** All fields as they were read; the map cannot be changed. */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        fields.forEach((key, value) -> tree.put((String) key, value));
        return Collections.unmodifiableMap(tree);
    }

    /** Whether the field is there and not null. */
    public boolean has(String key) {
        return get(key) != null;
    }

    /** The raw tree of a field; null if it is absent. */
    public Object get(String key) {
        asked.add(key);
        return fields.get(key);
    }

    /** A text that must be there. */
    public String string(String key) {
        return typed(key, String.class, "a string").orElseThrow(() -> missing(key, "a string"));
    }

    /** A text, or the default. */
    public String string(String key, String otherwise) {
        return typed(key, String.class, "a string").orElse(otherwise);
    }

    /** A boolean, or the default. */
    public boolean flag(String key, boolean otherwise) {
        return typed(key, Boolean.class, "true or false").orElse(otherwise);
    }

    /** A number that must be there. */
    public double number(String key) {
        return typed(key, Number.class, "a number").orElseThrow(() -> missing(key, "a number")).doubleValue();
    }

    /** A number, or the default. */
    public double number(String key, double otherwise) {
        return typed(key, Number.class, "a number").orElse(otherwise).doubleValue();
    }

    /** An integer that must be there, within bounds, both included. */
    public int integer(String key, int least, int most) {
        Long value = typed(key, Long.class, "an integer").orElseThrow(() -> missing(key, "an integer"));
        if (value < least || value > most) {
            throw InferenceException.mismatch(at(key), "an integer from " + least + " to " + most, value);
        }
        return value.intValue();
    }

    /** An integer within bounds, both included, or the default. */
    public int integer(String key, int otherwise, int least, int most) {
        return has(key) ? integer(key, least, most) : otherwise;
    }

    /** A whole number from 0 that must be there, to its last digit: by way of a double, two large ones could be one. */
    public long whole(String key) {
        Long value = typed(key, Long.class, WHOLE).orElseThrow(() -> missing(key, WHOLE));
        if (value < 0) {
            throw InferenceException.mismatch(at(key), WHOLE, value);
        }
        return value;
    }

    /** A whole number from 0, or the default. */
    public long whole(String key, long otherwise) {
        return has(key) ? whole(key) : otherwise;
    }

    /** An object, if it is there. */
    public Optional<JsonObject> object(String key) {
        return Optional.ofNullable(get(key)).map(tree -> of(tree, at(key)));
    }

    /** An object that must be there. */
    public JsonObject required(String key) {
        return object(key).orElseThrow(() -> missing(key, "an object"));
    }

    /** A list of numbers; empty if it is absent. */
    public List<Double> numbers(String key) {
        List<Double> numbers = new ArrayList<>();
        for (Number number : elements(key, Number.class, "a number")) {
            numbers.add(number.doubleValue());
        }
        return numbers;
    }

    /** A list of texts; empty if it is absent. */
    public List<String> strings(String key) {
        return elements(key, String.class, "a string");
    }

    /** A list of objects; empty if it is absent. */
    public List<JsonObject> objects(String key) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object tree : elements(key, Object.class, "an object")) {
            objects.add(of(tree, at(key) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    /**
     * Refuses the fields that no getter asked for.
     *
     * @throws InferenceException malformed, naming them and those that are known
     */
    public void requireKnown() {
        Set<String> unknown = keys();
        unknown.removeAll(asked);
        if (!unknown.isEmpty()) {
            throw InferenceException.mismatch(path, "only the keys " + asked, "also " + unknown);
        }
    }

    /** Where a field stands, for a message: {@code model.json.input.image.width}. */
    public String at(String key) {
        return path + "." + key;
    }

    private <T> List<T> elements(String key, Class<T> type, String expected) {
        List<?> list = typed(key, List.class, "a list").orElse(List.of());
        List<T> elements = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!type.isInstance(element)) {
                throw InferenceException.mismatch(at(key) + "[" + elements.size() + "]", expected,
                        described(element));
            }
            elements.add(type.cast(element));
        }
        return elements;
    }

    private <T> Optional<T> typed(String key, Class<T> type, String expected) {
        Object value = get(key);
        if (value != null && !type.isInstance(value)) {
            throw InferenceException.mismatch(at(key), expected, described(value));
        }
        return Optional.ofNullable(type.cast(value));
    }

    private InferenceException missing(String key, String expected) {
        return InferenceException.mismatch(at(key), expected, "nothing");
    }

    private static String described(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        return value instanceof List ? "a list" : Objects.toString(value);
    }
}
