package thaw.samples.triage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thaw.Deadline;
import thaw.FunctionProviders;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.run.FunctionRunner;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The function as any target runs it: found by ServiceLoader, on the real model. */
class TriageFunctionTest {

    private final ModelCatalog models = ModelCatalog
            .of(ModelRepository.open(Path.of("../models")), OnnxModelRuntime.ofDefaults()).open();
    private final FunctionRunner<?, ?> runner = new FunctionRunner<>(
            FunctionProviders.only(TriageFunction.class.getClassLoader()), models,
            sink -> records -> Map.of(),
            Telemetry.NONE, StructuredLog.none());

    @AfterEach
    void close() {
        runner.close();
        models.close();
    }

    @Test
    void sendsThoseWhoAreIllFirst() throws IOException {
        for (String line : Files.readAllLines(Path.of("../data/risk/patients.ndjson"))) {
            JsonObject patient = JsonObject.parse(line.getBytes(StandardCharsets.UTF_8), line);
            HttpResult result = post(Map.of("patient", patient.string("id"), "values", values(patient)));

            assertEquals(200, result.status());
            boolean routine = text(result).contains("\"queue\":\"ROUTINE\"");
            assertEquals(patient.string("label").equals("benign"), routine, text(result));
        }
    }

    private static List<Double> values(JsonObject patient) {
        JsonObject features = patient.object("features").orElse(patient);
        return features.keys().stream().filter(name -> features.get(name) instanceof Number)
                .map(features::number)
                .toList();
    }

    @Test
    void saysWhatIsMissing() {
        HttpResult result = post(Map.of("patient", "p-1", "values", List.of(17.99)));

        assertEquals(400, result.status());
        assertEquals("{\"error\":\"values: expected 30 numbers, got 1\"}", text(result));
    }

    private HttpResult post(Map<String, Object> body) {
        return runner.run(new HttpTrigger("r", "POST", "/v2/models/risk/predict", Map.of(),
                Map.of("content-type", List.of("application/json")),
                Payload.of(Json.bytes(body), "application/json"),
                Deadline.none()));
    }

    private static String text(HttpResult result) {
        return StandardCharsets.UTF_8.decode(result.body().duplicate()).toString();
    }
}
