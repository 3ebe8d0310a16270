package thaw.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.json.Json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InspectCommandTest {

    private static final String DIGITS = CommandRun.MODELS.resolve("digits/1").toString();

    @TempDir
    Path folder;

    @Test
    void saysInJsonWhatTheGraphAndThePackageSay() {
        Map<?, ?> digits = json("inspect", "--json", DIGITS);
        assertEquals(Set.of("name", "version", "folder", "graph", "bytes", "inputs", "outputs", "labels",
                "batching", "starts_from", "missing"), digits.keySet());
        assertEquals(List.of(Map.of("name", "image", "datatype", "FP32", "shape", List.of(-1L, 1L, 8L, 8L),
                "dimensions", List.of("N", "", "", ""))), digits.get("inputs"));
        assertEquals("digits", digits.get("name"));
        assertEquals("1", digits.get("version"));
        assertEquals(10L, digits.get("labels"));
    }

    @Test
    void provesBatchingByRunningOneRowAndTwo() {
        assertEquals("proven", batching(json("inspect", "--json", DIGITS)).get("by_running"));
    }

    @Test
    void runsNothingWhenOnlyFilesAreRead() {
        Map<?, ?> digits = json("inspect", "--static", "--json", DIGITS);
        assertEquals("not_tried", batching(digits).get("by_running"));
        assertEquals(true, batching(digits).get("by_signature"));
    }

    @Test
    void namesWhatIsMissingAndWhatItWouldGive() {
        PackageCopy bare = PackageCopy.of("digits", folder.resolve("bare")).without("model.json")
                .without("labels.txt").without("warmup.png");
        List<?> missing = (List<?>) json("inspect", "--json", bare.toString()).get("missing");
        assertEquals(List.of("model.json", "labels.txt", "warmup.json", "manifest.json"),
                missing.stream().map(part -> ((Map<?, ?>) part).get("file")).toList());
    }

    @Test
    void doesNotMissLabelsThatTheGraphCarries() {
        PackageCopy risk = PackageCopy.of("risk", folder.resolve("risk"));
        assertTrue(CommandRun.thaw("inspect", risk.toString()).out().contains("2 classes"));
    }

    @Test
    void listsVersionsAndAliasesOfARepository() {
        Map<?, ?> repository = json("inspect", "--json", CommandRun.MODELS.toString());
        assertEquals(Map.of("name", "digits", "versions", List.of("1"), "aliases", Map.of("prod", "1")),
                ((List<?>) repository.get("models")).get(0));
    }

    @Test
    void inspectsEveryVersionWhenAsked() {
        Map<?, ?> repository = json("inspect", "--json", "--all", CommandRun.MODELS.toString());
        List<?> models = (List<?>) repository.get("models");
        assertEquals(3, models.size());
        models.forEach(model -> assertEquals(1, ((List<?>) ((Map<?, ?>) model).get("packages")).size()));
    }

    @Test
    void showsPeopleNamesDatatypesAndSymbolicShapes() {
        String text = CommandRun.thaw("inspect", DIGITS).out();
        assertTrue(text.contains("image  FP32      [N,1,8,8]"), text);
        assertTrue(text.contains("two rows in one run equal one run each"), text);
    }

    private static Map<?, ?> json(String... arguments) {
        CommandRun run = CommandRun.thaw(arguments);
        assertEquals(0, run.exitCode(), run.err());
        return (Map<?, ?>) Json.parse(run.out().getBytes(UTF_8), "output");
    }

    private static Map<?, ?> batching(Map<?, ?> inspection) {
        return (Map<?, ?>) inspection.get("batching");
    }
}
