package thaw.quarkus.functions;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The names that settings have in both worlds, and who wins. */
class FunctionVariablesTest {

    private static Config config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(properties, "test", 250))
                .build();
    }

    private static Map<String, String> variables(Map<String, String> properties,
            Map<String, String> environment) {
        return FunctionVariables.of(config(properties), environment);
    }

    @Test
    void translatesEachName() {
        assertEquals(
                Map.of("THAW_MODEL", "digits", "THAW_MODELS", "/models", "THAW_SINK_RESULTS",
                        "dynamodb:results", "THAW_LIMIT_BODY_BYTES", "1000"),
                variables(Map.of("quarkus.thaw.model", "digits", "quarkus.thaw.folder", "/models",
                        "quarkus.thaw.sink.results", "dynamodb:results", "quarkus.thaw.limit.body-bytes",
                        "1000", "quarkus.http.port", "1"), Map.of()));
    }

    @Test
    void letsTheEnvironmentWin() {
        assertEquals("risk", variables(Map.of("quarkus.thaw.model", "digits"), Map.of("THAW_MODEL", "risk"))
                .get("THAW_MODEL"));
        assertEquals("risk",
                variables(Map.of("quarkus.thaw.model", "digits"), Map.of("QUARKUS_THAW_MODEL", "risk"))
                        .get("THAW_MODEL"));
    }

    @Test
    void leavesOutWhatTheBuildReads() {
        assertEquals(Map.of(), variables(Map.of("quarkus.thaw.models", "src/main/models"), Map.of()));
    }
}
