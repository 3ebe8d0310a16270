package thaw.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.ModelReference;
import thaw.Models;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.predict.PackagePredictors;

import static org.junit.jupiter.api.Assertions.assertEquals;

class InputFormTest {

    private static final Path SAMPLES = Path.of("..", "samples", "models");

    @TempDir
    private Path repository;

    @Test
    void asksForAnImageWhereThePackageSaysSo() {
        InputForm form = formOf(SAMPLES, "digits");

        assertEquals(new InputForm(InputForm.Kind.IMAGE, "Handwritten digits 0 to 9, white ink on black", "",
                List.of()), form);
        assertEquals(Map.of("kind", "image", "description", form.description()), form.fields());
    }

    @Test
    void asksForEachFeatureInTheOrderOfTheModel() {
        InputForm form = formOf(SAMPLES, "risk");

        assertEquals(InputForm.Kind.TABULAR, form.kind());
        assertEquals(30, form.features().size());
        assertEquals(Map.of("name", "mean radius"), form.features().get(0));
        assertEquals(Map.of("name", "worst fractal dimension"), form.features().get(29));
    }

    @Test
    void tellsWhatAFeatureMayBeAndWhatStandsInForIt() throws IOException {
        Path folder = graphOf("risk");
        String more = "{\"name\": \"f%d\"}, ".repeat(28).formatted(numbers(28));
        Files.writeString(folder.resolve("model.json"),
                """
                        {"input": {"tabular": {"field": "patient", "features": [%s
                          {"name": "stage", "categories": ["one", "two"], "missing": "error"},
                          {"name": "smoker", "boolean": true, "missing": false}]}},
                         "output": {"tensor": "output_probability"}}"""
                        .formatted(more));

        InputForm form = formOf(repository, "risk");

        assertEquals("patient", form.field());
        assertEquals(
                List.of(Map.of("name", "f27"), Map.of("name", "stage", "categories", List.of("one", "two")),
                        Map.of("name", "smoker", "boolean", true, "missing", false)),
                form.features().subList(27, 30));
    }

    @Test
    void asksForATextOrForTensorsWhereOnlyTheGraphSpeaks() throws IOException {
        graphOf("sentiment");
        graphOf("digits");

        assertEquals(InputForm.Kind.TEXT, formOf(repository, "sentiment").kind());
        assertEquals(InputForm.Kind.TENSORS, formOf(repository, "digits").kind());
    }

    private static Object[] numbers(int count) {
        Object[] numbers = new Object[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    private Path graphOf(String model) throws IOException {
        Path folder = Files.createDirectories(repository.resolve(model).resolve("1"));
        Files.copy(SAMPLES.resolve(model).resolve("1").resolve("model.onnx"), folder.resolve("model.onnx"));
        return folder;
    }

    private static InputForm formOf(Path path, String model) {
        try (ModelCatalog catalog = ModelCatalog.of(ModelRepository.open(path), OnnxModelRuntime.ofDefaults())
                .predictors(PackagePredictors::create).open();
                Models.Lease lease = catalog.lease(ModelReference.to(model))) {
            return InputForm.of(lease.loaded());
        }
    }
}
