package thaw.samples.triage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
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
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;
import thaw.onnx.OnnxModelRuntime;
import thaw.run.FunctionRunner;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    void sendsASuspiciousPatientToTheClinicToday() {
        HttpResult result = post(Map.of("patient", "p-1", "values", Collections.nCopies(30, 50.0)));

        assertEquals(200, result.status());
        assertTrue(text(result).contains("\"queue\":\"TODAY\""), text(result));
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
