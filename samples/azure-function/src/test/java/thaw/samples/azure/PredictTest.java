package thaw.samples.azure;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import org.junit.jupiter.api.Test;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What Azure's Maven plugin wrote for this class, recorded: the class must not drift from it. */
class PredictTest {

    private static JsonObject recorded() throws IOException {
        try (InputStream file = PredictTest.class.getResourceAsStream("function.json")) {
            return JsonObject.parse(file.readAllBytes(), "function.json");
        }
    }

    @Test
    void isTheFunctionThatThePluginWrites() throws IOException {
        Method run = Arrays.stream(Predict.class.getMethods())
                .filter(method -> method.isAnnotationPresent(FunctionName.class)).findFirst().orElseThrow();
        HttpTrigger trigger = run.getParameters()[0].getAnnotation(HttpTrigger.class);
        JsonObject binding = recorded().objects("bindings").get(0);
        assertEquals("predict", run.getAnnotation(FunctionName.class).value());
        assertEquals(recorded().string("entryPoint"), Predict.class.getName() + "." + run.getName());
        assertEquals(binding.string("name"), trigger.name());
        assertEquals(binding.string("route"), trigger.route());
        assertEquals(binding.string("authLevel"), trigger.authLevel().name());
    }
}
