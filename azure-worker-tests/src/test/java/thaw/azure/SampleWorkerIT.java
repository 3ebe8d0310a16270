package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import thaw.azure.rpc.InvocationRequest;
import thaw.azure.rpc.InvocationResponse;
import thaw.azure.rpc.ParameterBinding;
import thaw.azure.rpc.RpcFunctionMetadata;
import thaw.azure.rpc.RpcHttp;
import thaw.azure.rpc.TypedData;
import thaw.conformance.SampleData;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The sample's app as Azure's own Maven plugin built it: an annotated class in a project of one's own. */
class SampleWorkerIT {

    private static final Path APP = Workplace.root()
            .resolve("samples/azure-function/target/azure-functions/thaw-sample");

    @Test
    void isBuiltWithItsOwnFunctionAndNoOther() throws Exception {
        assertEquals(List.of("predict"),
                new GeneratedApp(APP).functions().stream().map(RpcFunctionMetadata::getName).toList());
        assertEquals(
                Files.readString(Workplace.root()
                        .resolve(
                                "samples/azure-function/src/test/resources/thaw/samples/azure/function.json")),
                Files.readString(APP.resolve("predict/function.json")));
    }

    @Test
    void answersInTheRealWorker() throws Exception {
        WorkerFolder worker = WorkerFolder.named();
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.put("THAW_TRIGGER", "http");
        settings.put("THAW_MODEL", "sentiment");
        settings.put("THAW_MODELS", SampleData.models().toString());
        try (WorkerHost host = new WorkerHost(worker, APP, settings)) {
            new GeneratedApp(APP).functions().forEach(host::load);
            InvocationResponse answer = host.invoke(InvocationRequest.newBuilder().setFunctionId("predict")
                    .setInvocationId("one").addInputData(ParameterBinding.newBuilder().setName("request")
                            .setData(TypedData.newBuilder().setHttp(request())))
                    .build()).get(2, TimeUnit.MINUTES);
            RpcHttp http = answer.getReturnValue().getHttp();
            String body = http.getBody().getBytes().toString(StandardCharsets.UTF_8);
            assertEquals("200", http.getStatusCode(), answer + body);
            assertEquals(true, body.contains("\"label\":\"positive\""), body);
        }
    }

    private static RpcHttp.Builder request() {
        return RpcHttp.newBuilder().setMethod("POST")
                .setUrl("https://thaw.azurewebsites.net/v2/models/sentiment/predict")
                .putHeaders("content-type", "text/plain")
                .setBody(TypedData.newBuilder().setString("I love this, it is wonderful!"));
    }
}
