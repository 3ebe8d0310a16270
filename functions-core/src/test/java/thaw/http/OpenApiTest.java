package thaw.http;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import org.junit.jupiter.api.Test;
import thaw.Limits;
import thaw.TriggerResult.HttpResult;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;
import thaw.testing.EchoModels;
import thaw.testing.Requests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

class OpenApiTest {

    private final InferenceEndpoints endpoints = new InferenceEndpoints(new EchoModels(), Limits.ofDefaults(),
            Telemetry.NONE, StructuredLog.none());

    private OpenAPI document() {
        HttpResult result = endpoints.handle(Requests.get("/v2/openapi.json").trigger());
        ParseOptions resolving = new ParseOptions();
        resolving.setResolveFully(true);
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(Requests.text(result), List.of(),
                resolving);
        assertEquals(List.of(), parsed.getMessages());
        return parsed.getOpenAPI();
    }

    @Test
    void isAValidDocument() {
        assertEquals("3.0.3", document().getOpenapi());
    }

    @Test
    void describesOnlyPathsAndMethodsThatExist() {
        document().getPaths().forEach((template, item) -> {
            String path = template.replace("{model}", "affine").replace("{version}", "1");
            item.readOperationsMap().forEach((method, operation) -> {
                HttpResult result = endpoints.handle(Requests.post(path, "").method(method.name()).trigger());
                String status = Integer.toString(result.status());
                assertNotEquals(404, result.status(), path);
                assertNotEquals(405, result.status(), path);
                assertNotNull(operation.getResponses().get(status), () -> path + " answers " + status);
            });
        });
    }

    @Test
    void describesEveryTarget() {
        Map<String, PathItem> paths = document().getPaths();
        List<String> described = paths.keySet().stream()
                .map(path -> Route.of(path.replace("{model}", "affine").replace("{version}", "1")).target()
                        .name())
                .distinct().sorted().toList();
        List<String> targets = Arrays.stream(Route.Target.values()).map(Enum::name).sorted().toList();
        assertEquals(targets, described);
    }
}
