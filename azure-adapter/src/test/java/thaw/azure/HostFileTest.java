package thaw.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.InferenceException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostFileTest {

    @TempDir
    private Path root;

    private HostFile of(String hostJson, Map<String, String> settings) throws IOException {
        Files.writeString(root.resolve("host.json"), hostJson);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("AzureWebJobsScriptRoot", root.toString());
        return HostFile.of(environment);
    }

    private Optional<Duration> timeout(String text) throws IOException {
        return of("{\"version\": \"2.0\", \"functionTimeout\": \"" + text + "\"}", Map.of()).timeout();
    }

    @ParameterizedTest
    @CsvSource({"00:05:00, PT5M", "0:00:30, PT30S", "01:30:15, PT1H30M15S", "1.00:00:00, PT24H",
            "00:00:10.5000000, PT10S", "00:05, PT5M"})
    void readsATimeAsTheHostWritesIt(String text, Duration expected) throws IOException {
        assertEquals(Optional.of(expected), timeout(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-00:00:01", ""})
    void knowsNoLimitWhereThereIsNone(String text) throws IOException {
        assertEquals(Optional.empty(), timeout(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"five minutes", "5 minutes", "00:05:xx"})
    void refusesATimeThatIsNone(String text) {
        InferenceException refused = assertThrows(InferenceException.class, () -> timeout(text));
        assertTrue(refused.getMessage().contains("functionTimeout"), refused.getMessage());
    }

    @Test
    void readsThePrefixOfRoutes() throws IOException {
        assertEquals("api", of("{\"version\": \"2.0\"}", Map.of()).routePrefix());
        String empty = "{\"extensions\": {\"http\": {\"routePrefix\": \"\"}}}";
        assertEquals("", of(empty, Map.of()).routePrefix());
        assertEquals("models",
                of(empty, Map.of("AzureFunctionsJobHost__extensions__http__routePrefix", "models"))
                        .routePrefix());
    }

    @Test
    void takesASettingBeforeTheFile() throws IOException {
        assertEquals(Optional.of(Duration.ofMinutes(1)), of("{\"functionTimeout\": \"00:05:00\"}",
                Map.of("AzureFunctionsJobHost__functionTimeout", "00:01:00")).timeout());
    }
}
