package thaw.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.InferenceException;
import thaw.ModelId;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ModelRepositoryTest {

    @TempDir
    private Path root;

    @Test
    void servesARepositoryOfModelsAndVersions() throws IOException {
        graphs("digits/1", "digits/10", "digits/9", "digits/beta", "risk/1");
        ModelRepository repository = ModelRepository.open(root);
        assertEquals(List.of("digits", "risk"), repository.names());
        assertEquals(List.of("1", "9", "10", "beta"), repository.versions("digits"));
        assertEquals(root.resolve("digits/10/model.onnx"),
                repository.locate(new ModelId("digits", "10")).graph());
    }

    @Test
    void servesTheVersionsOfOneModel() throws IOException {
        graphs("digits/1", "digits/2");
        ModelRepository repository = ModelRepository.open(root.resolve("digits"));
        assertEquals(List.of("digits"), repository.names());
        assertEquals(List.of("1", "2"), repository.versions("digits"));
    }

    @Test
    void servesOnePackageAndNamesItAfterTheModelsFolder() throws IOException {
        graphs("digits/3", "mood");
        assertEquals(List.of("3"), ModelRepository.open(root.resolve("digits/3")).versions("digits"));
        assertEquals(List.of("1"), ModelRepository.open(root.resolve("mood")).versions("mood"));
        assertEquals(List.of("3"),
                ModelRepository.open(root.resolve("digits/3/model.onnx")).versions("digits"));
    }

    @Test
    void servesAGraphAlone() throws IOException {
        Path file = Files.write(root.resolve("risk-2.onnx"), new byte[1]);
        Files.writeString(root.resolve("model.json"), "this is not of that package");
        ModelRepository repository = ModelRepository.open(file);
        assertEquals(List.of("risk-2"), repository.names());
        assertEquals(file, repository.locate(new ModelId("risk-2", "1")).graph());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"prod": "7"}                | aliases.json.prod: expected one of the versions [1, 3, 4], got '7'
            {"prod": 3}                  | aliases.json.prod: expected a string, got 3
            {"canary": {"4": 101}}       | aliases.json.canary.4: expected an integer from 0 to 100, got 101
            {"canary": {"3": 60, "4": 60}} | aliases.json.canary.4: expected an integer from 0 to 40, got 60
            {"canary": "4"}              | aliases.json.canary: expected an object, got 4
            {"4": "3"}                   | aliases.json.4: expected a name that is not a version's, got the name of one
            {"prod": "3", "prod": "4"}   | expected JSON at line 1
            []                           | aliases.json: expected an object, got a list
            """)
    void refusesBrokenAliases(String aliases, String message) throws IOException {
        graphs("digits/1", "digits/3", "digits/4");
        Files.writeString(root.resolve("digits/aliases.json"), aliases);
        InferenceException failure = assertThrows(InferenceException.class, () -> ModelRepository.open(root));
        assertEquals(InferenceException.Kind.INVALID_MODEL, failure.kind());
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
        assertTrue(failure.getMessage().startsWith(root.toString()), failure.getMessage());
    }

    @Test
    void sendsACanaryItsShare() throws IOException {
        graphs("digits/1", "digits/3", "digits/4", "digits/5");
        Files.writeString(root.resolve("digits/aliases.json"),
                "{\"prod\": \"3\", \"canary\": {\"4\": 10}, \"shadow\": \"5\"}");
        ModelVersions digits = ModelRepository.open(root).model("digits");
        VersionChoice standard = digits.choice("");
        TreeMap<String, Integer> picked = new TreeMap<>();
        for (int i = 0; i < 100_000; i++) {
            picked.merge(standard.pick(VersionChoice.draw("customer-" + i)), 1, Integer::sum);
        }
        assertEquals(List.of("3", "4"), List.copyOf(picked.keySet()));
        assertEquals(10_000, picked.get("4"), 500);
        assertEquals("4", digits.choice("canary").pick(0.99));
        assertEquals("5", digits.choice("shadow").pick(0));
        assertEquals(List.of("4", "3", "5"), digits.preferred());
        assertEquals("model 'digits' version 'nightly': expected one of [1, 3, 4, 5, prod, shadow]",
                assertThrows(InferenceException.class, () -> digits.choice("nightly")).getMessage());
    }

    @Test
    void doesNotTakePackagesWithoutVersionsForVersions() throws IOException {
        graphs("digits", "mood");
        InferenceException failure = assertThrows(InferenceException.class, () -> ModelRepository.open(root));
        assertTrue(failure.getMessage().contains("expected a version such as"), failure.getMessage());
    }

    @Test
    void saysWhatAnEmptyFolderShouldHold() {
        InferenceException failure = assertThrows(InferenceException.class, () -> ModelRepository.open(root));
        assertEquals(root + ": holds no model, expected model.onnx, <version>/model.onnx or "
                + "<model>/<version>/model.onnx", failure.getMessage());
        assertEquals(
                root.resolve("none") + ": does not exist; expected a folder with model.onnx, a repository"
                        + " <model>/<version>/model.onnx, or an .onnx file",
                assertThrows(InferenceException.class,
                        () -> ModelRepository.open(root.resolve("none"))).getMessage());
    }

    @Test
    void followsLinksInsideTheRepositoryOnly(@TempDir Path elsewhere) throws IOException {
        graphs("digits/1");
        Files.write(elsewhere.resolve("model.onnx"), new byte[1]);
        Files.createSymbolicLink(root.resolve("digits/2"), root.resolve("digits/1"));
        Files.createSymbolicLink(root.resolve("digits/3"), elsewhere);
        ModelRepository repository = ModelRepository.open(root);
        repository.locate(new ModelId("digits", "2"));
        InferenceException failure = assertThrows(InferenceException.class,
                () -> repository.locate(new ModelId("digits", "3")));
        assertTrue(failure.getMessage().contains("expected a file inside"), failure.getMessage());
    }

    @Test
    void namesTheVersionsThatThereAre() throws IOException {
        graphs("digits/1");
        ModelRepository repository = ModelRepository.open(root);
        assertEquals("model 'digits' version '../1': expected one of [1]", assertThrows(
                InferenceException.class, () -> repository.locate(new ModelId("digits", "../1")))
                .getMessage());
        assertEquals("model 'cats': expected one of [digits]",
                assertThrows(InferenceException.class, () -> repository.versions("cats")).getMessage());
    }

    private void graphs(String... folders) throws IOException {
        for (String folder : folders) {
            Files.createDirectories(root.resolve(folder));
            Files.write(root.resolve(folder).resolve("model.onnx"), new byte[1]);
        }
    }
}
