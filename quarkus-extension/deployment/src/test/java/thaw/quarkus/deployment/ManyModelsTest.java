package thaw.quarkus.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.InferenceException;
import thaw.Model;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Tensor;
import thaw.Tensors;
import thaw.quarkus.ModelName;
import thaw.quarkus.runtime.dev.ModelsJsonRpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Three models, a function on one of them, and whoever watches. */
class ManyModelsTest {

    private static final Path SAMPLE = Path.of("../../samples/models/digits/1/warmup.png");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(root -> root.addClasses(Digits.class, BestDigit.class, ModelsJsonRpc.class))
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models");

    @TestHTTPResource("/q/health")
    URL health;

    @Inject
    Model standard;

    @Inject
    @Named("risk")
    Model risk;

    @Inject
    @ModelName("sentiment")
    Predictor<Payload, Prediction> sentiment;

    @Inject
    @ModelName("sentiment")
    Model sentimentModel;

    @Inject
    Predictor<Payload, Integer> own;

    @Inject
    ModelsJsonRpc devUi;

    public static final class Digits implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("digits")
                    .predictor((payload, limits) -> payload, BestDigit::new, digit -> Map.of("digit", digit))
                    .build();
        }
    }

    /** The digit of the highest probability. */
    public record BestDigit(thaw.LoadedModel loaded) implements Predictor<Payload, Integer> {
        @Override
        public Tensors encode(Payload input) {
            return loaded.packagePredictor().encode(input);
        }

        @Override
        public Integer decode(Tensors outputs) {
            return Integer.valueOf(loaded.packagePredictor().decode(outputs).scores().get(0).label());
        }
    }

    @Test
    void injectsTheModelOfTheFunctionWhereNoneIsNamed() {
        assertEquals("digits", standard.id().name());
        assertEquals("risk", risk.id().name());
    }

    @Test
    void injectsThePredictorsOfFunctionAndPackage() throws IOException {
        Payload picture = Payload.of(Files.readAllBytes(SAMPLE), "image/png");
        Payload text = Payload.of("a wonderful film".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "text/plain");

        int digit = own.decode(standard.infer(own.encode(picture)));

        assertTrue(digit >= 0 && digit <= 9);
        assertEquals("positive",
                sentiment.decode(sentimentModel.infer(sentiment.encode(text))).scores().get(0).label());
    }

    @Test
    void isReadyWithEveryModelInMemory() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(health.toString())).build(),
                HttpResponse.BodyHandlers.ofString());

        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("Thaw models") && answer.body().contains("\"risk\": \"1, loaded\""),
                answer.body());
    }

    @Test
    void countsCallsRowsErrorsAndLoads() {
        MeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        Tensors rows = Tensors.of(risk.signature().inputs().stream().map(spec -> spec.smallest()).toList());

        risk.infer(rows);
        assertThrows(InferenceException.class, () -> risk.infer(Tensors.of(
                Tensor.ofFloats("features", thaw.Shape.of(1, 2), 1, 2)), java.util.Set.of(),
                Deadline.none()));

        assertEquals(1, registry.get("thaw.inputs").tags("model", "risk", "outcome", "ok").counter().count());
        assertEquals(1,
                registry.get("thaw.errors").tags("model", "risk", "kind", "malformed").counter().count());
        assertEquals(1, registry.get("thaw.batch.rows").tags("model", "risk").summary().max());
        assertTrue(registry.get("thaw.latency").tags("model", "risk").timer().count() == 2);
        assertTrue(registry.get("thaw.model.load.seconds").tags("model", "risk", "phase", "session").gauge()
                .value() > 0);
    }

    @Test
    void tellsTheDevUiSignaturesAndPredictions() {
        assertEquals(3, devUi.models().size());
        assertEquals("positive", devUi.predict("sentiment", "text/plain", "a wonderful film").get("label"));
        assertTrue(devUi.predict("risk", "application/json", "{").get("error").toString().length() > 0);
    }
}
