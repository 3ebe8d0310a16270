package thaw.azure.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.json.Json;

/** What comes beside the bodies of a batch: a JSON list of objects, in the same order. */
final class PropertyLists {

    private final List<?> lists;

    private PropertyLists(List<?> lists) {
        this.lists = lists;
    }

    /** The properties of that many messages; none if the list is of another length. */
    static PropertyLists of(String json, int messages) {
        Object tree = json == null || json.isBlank() ? List.of()
                : Json.parse(json.getBytes(StandardCharsets.UTF_8), "properties");
        return new PropertyLists(tree instanceof List<?> list && list.size() == messages ? list : List.of());
    }

    Map<String, String> at(int index) {
        Map<String, String> names = new LinkedHashMap<>();
        if (index < lists.size() && lists.get(index) instanceof Map<?, ?> properties) {
            properties.forEach((name, value) -> {
                if (value != null) {
                    names.put(String.valueOf(name), text(value));
                }
            });
        }
        return names;
    }

    private static String text(Object value) {
        return value instanceof Map || value instanceof List ? Json.text(value) : String.valueOf(value);
    }
}
