package thaw.azure;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import thaw.azure.app.AppSource;
import thaw.azure.rpc.InvocationRequest;
import thaw.azure.rpc.InvocationResponse;
import thaw.json.Json;
import thaw.json.JsonObject;

/** An app in the real worker, in the folder that {@code azure.worker.dir} names. Thread-safe. */
final class RealWorker implements Invocations {

    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().includingDefaultValueFields();

    private final WorkerHost host;
    private final String function;

    private RealWorker(WorkerHost host, String function) {
        this.host = host;
        this.function = function;
    }

    /** Starts the worker and has it load every function of the app. */
    static RealWorker start(Map<String, String> environment, AppSource source) throws Exception {
        String prefix = environment.getOrDefault("AzureFunctionsJobHost__extensions__http__routePrefix", "");
        return start(environment, GeneratedApp.of(source, prefix), source.functionName());
    }

    /** The same with an app that is there; what is sent without a name is sent to that function. */
    static RealWorker start(Map<String, String> environment, GeneratedApp app, String function) {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.putAll(environment);
        // The host's own, which reads it from the app.
        settings.remove("AzureFunctionsJobHost__extensions__http__routePrefix");
        WorkerHost host = new WorkerHost(WorkerFolder.named(), app.folder(), settings);
        try {
            app.functions().forEach(host::load);
        } catch (RuntimeException | Error failure) {
            host.close();
            throw failure;
        }
        return new RealWorker(host, function);
    }

    @Override
    public Map<String, Object> answer(JsonObject request) {
        try {
            InvocationResponse response = send(request).get(2, TimeUnit.MINUTES);
            return JsonObject.parse(PRINTER.print(response).getBytes(StandardCharsets.UTF_8), "answer")
                    .tree();
        } catch (Exception failure) {
            throw new IllegalStateException(host.process().printed(), failure);
        }
    }

    CompletableFuture<InvocationResponse> send(JsonObject request) {
        return send(function, request);
    }

    CompletableFuture<InvocationResponse> send(String name, JsonObject request) {
        InvocationRequest.Builder message = InvocationRequest.newBuilder();
        try {
            PARSER.merge(Json.text(request.tree()), message);
        } catch (InvalidProtocolBufferException invalid) {
            throw new IllegalArgumentException(invalid);
        }
        return host.invoke(message.setFunctionId(name).build());
    }

    WorkerHost host() {
        return host;
    }

    @Override
    public void close() {
        host.close();
    }
}
