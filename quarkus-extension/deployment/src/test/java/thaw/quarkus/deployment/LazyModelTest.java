package thaw.quarkus.deployment;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.Model;
import thaw.TensorSpec;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code quarkus.thaw.load=lazy}: nothing waits for a model but its first call. */
class LazyModelTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("quarkus.thaw.models", "../../samples/models/digits")
            .overrideConfigKey("quarkus.thaw.load", "lazy");

    @TestHTTPResource("/q/health/ready")
    URL ready;

    @Inject
    Model model;

    @Test
    void isLoadedByItsFirstCallAndHoldsUpNoTrafficBefore() throws Exception {
        HttpResponse<String> before = ready();
        assertEquals(200, before.statusCode(), before.body());
        assertTrue(before.body().contains("\"digits\": \"1, not loaded\""), before.body());

        model.infer(Tensors.of(model.signature().inputs().stream().map(TensorSpec::smallest).toList()));

        assertTrue(ready().body().contains("\"digits\": \"1, loaded\""), ready().body());
    }

    private HttpResponse<String> ready() throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(ready.toString())).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
