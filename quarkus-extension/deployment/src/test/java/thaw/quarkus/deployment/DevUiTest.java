package thaw.quarkus.deployment;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import thaw.conformance.SampleData;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The card of the Dev UI as the browser has it: its component, and its methods through the socket of the Dev UI. */
class DevUiTest {

    private static final int PORT = Workplace.freePort();
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest().withApplicationRoot(root -> root
            .addAsResource(new StringAsset("quarkus.thaw.models=" + SampleData.models()
                    + "\nquarkus.http.port=" + PORT + "\n"), "application.properties"));

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void isServedAndAnswersThroughTheSocketOfTheDevUi() throws Exception {
        String component = component();
        assertTrue(component.contains("customElements.define('qwc-thaw-models'"), component);

        String models = call("models", "{}");
        assertTrue(models.contains("\"datatype\":\"FP32\"") && models.contains("\"sentiment\""), models);

        String tried = call("predict",
                "{\"model\":\"sentiment\",\"contentType\":\"text/plain\",\"body\":\"a wonderful film\"}");
        assertTrue(tried.contains("\"label\":\"positive\""), tried);

        String refused = call("predict",
                "{\"model\":\"risk\",\"contentType\":\"application/json\",\"body\":\"{\"}");
        assertTrue(refused.contains("\"error\":"), refused);
    }

    private String component() throws Exception {
        HttpRequest request = HttpRequest
                .newBuilder(
                        URI.create("http://localhost:" + PORT + "/q/dev-ui/thaw-quarkus/qwc-thaw-models.js"))
                .timeout(LONGEST).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private String call(String method, String parameters) throws Exception {
        Answer answer = new Answer();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + PORT + "/q/dev-ui/json-rpc-ws"), answer)
                .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        socket.sendText("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"thaw-quarkus_" + method + "\",\"params\":"
                + parameters + "}", true);
        try {
            return answer.text.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }

    /** The first message with our number: the Dev UI sends others on its own. */
    private static final class Answer implements WebSocket.Listener {

        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                if (message.toString().replace(" ", "").contains("\"id\":7")) {
                    text.complete(message.toString().replace("\" : ", "\":"));
                }
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            text.completeExceptionally(failure);
        }
    }
}
