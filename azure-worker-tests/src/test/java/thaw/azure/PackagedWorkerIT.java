package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import thaw.azure.rpc.InvocationRequest;
import thaw.azure.rpc.InvocationResponse;
import thaw.azure.rpc.ParameterBinding;
import thaw.azure.rpc.RpcHttp;
import thaw.azure.rpc.TypedData;
import thaw.conformance.SampleData;
import thaw.packaging.PackageReport;
import thaw.packaging.PackageRequest;
import thaw.packaging.Packager;
import thaw.packaging.Platforms;
import thaw.packaging.Progress;
import thaw.packaging.Target;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What {@code thaw package --target azure} makes, without any setting but the model's name. */
class PackagedWorkerIT {

    @Test
    void answersFromItsOwnModelAndNativeLibraries() throws Exception {
        WorkerFolder worker = WorkerFolder.named();
        GeneratedApp app = packaged("packaged");
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.putAll(Map.of("THAW_TRIGGER", "http", "THAW_MODEL", "digits"));
        try (WorkerHost host = new WorkerHost(worker, app.folder(), settings)) {
            app.functions().forEach(host::load);
            InvocationResponse answer = host.invoke(invocation()).get(2, TimeUnit.MINUTES);
            String body = answer.getReturnValue().getHttp().getBody().getBytes()
                    .toString(StandardCharsets.UTF_8);
            assertTrue(body.contains("\"label\":\"7\""), answer + body + host.process().printed());
            assertEquals("200", answer.getReturnValue().getHttp().getStatusCode());
        }
    }

    /** The model digits as a function app, below a folder of that name. */
    static GeneratedApp packaged(String name) throws Exception {
        PackageReport report = new Packager(Platforms.ofClone(Workplace.root())).pack(PackageRequest
                .of(List.of(SampleData.models().resolve("digits")), Target.AZURE, Workplace.scratch(name))
                .build(), Progress.NONE);
        return new GeneratedApp(report.folder().resolve("app"));
    }

    /** A request to predict what a picture shows. */
    static InvocationRequest invocation() throws Exception {
        return InvocationRequest.newBuilder().setFunctionId("http").setInvocationId("one")
                .addInputData(ParameterBinding.newBuilder().setName("request")
                        .setData(TypedData.newBuilder().setHttp(picture())))
                .build();
    }

    private static RpcHttp.Builder picture() throws Exception {
        Path seven = SampleData.folder().resolve("data/digits/digit-7-1635.png");
        return RpcHttp.newBuilder().setMethod("POST")
                .setUrl("https://thaw.azurewebsites.net/v2/models/digits/predict")
                .putHeaders("content-type", "application/octet-stream")
                .setBody(TypedData.newBuilder().setBytes(ByteString.copyFrom(Files.readAllBytes(seven))));
    }
}
