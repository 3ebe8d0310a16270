package thaw.gcp.store;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import thaw.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FirestoreValuesTest {

    private static Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("integers", List.of(1, -2L, (short) 3, (byte) 4, Long.MAX_VALUE, new BigInteger("7"),
                BigInteger.ONE.shiftLeft(70)));
        tree.put("numbers", List.of(0.1f, 1e-7f, 0.25, 3.0, 1e300));
        tree.put("others", Arrays.asList("text", new StringBuilder("builder"), true, null));
        tree.put("nested", List.of(List.of(1, 2), Map.of("a", List.of())));
        return tree;
    }

    @Test
    void hasTheValuesThatTheSameTreeHasAsJson() {
        Map<?, ?> read = (Map<?, ?>) Json.parse(Json.bytes(tree()), "tree");
        assertEquals(FirestoreValues.fields(read), FirestoreValues.fields(tree()));
    }

    @Test
    void keepsFloatsAsTheyAreWritten() {
        assertEquals(Map.of("a", Map.of("doubleValue", 0.1)), FirestoreValues.fields(Map.of("a", 0.1f)));
    }
}
