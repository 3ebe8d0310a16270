package thaw.aws.event;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.JsonObject;

/** DynamoDB's typed values as plain JSON; binary stays base64, as JSON has nothing better. */
final class AttributeValues {

    private AttributeValues() {}

    /** An item: each field is a typed value. */
    static Map<String, Object> plain(JsonObject item) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (String name : item.keys()) {
            plain.put(name, value(JsonObject.of(item.get(name), item.at(name))));
        }
        return plain;
    }

    private static Object value(JsonObject typed) {
        String type = typed.keys().stream().findFirst().orElse("");
        return switch (type) {
            case "S", "B" -> typed.string(type);
            case "N" -> number(typed.string(type), typed.at(type));
            case "BOOL" -> typed.flag(type, false);
            case "NULL" -> null;
            case "SS", "BS" -> typed.strings(type);
            case "NS" -> typed.strings(type).stream().map(text -> number(text, typed.at("NS"))).toList();
            case "M" -> plain(typed.required(type));
            case "L" -> list(typed.objects(type));
            default -> throw InferenceException.mismatch(typed.at(type),
                    "a DynamoDB value: S, N, B, BOOL, NULL, M, L, SS, NS or BS", "'" + type + "'");
        };
    }

    private static List<Object> list(List<JsonObject> elements) {
        List<Object> list = new ArrayList<>(elements.size());
        elements.forEach(element -> list.add(value(element)));
        return list;
    }

    // 38 digits are more than a double holds.
    private static BigDecimal number(String text, String field) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException invalid) {
            throw InferenceException.mismatch(field, "a number", "'" + text + "'");
        }
    }
}
