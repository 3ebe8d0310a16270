package thaw.azure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import thaw.azure.app.AppFolder;
import thaw.azure.app.AppSource;
import thaw.azure.rpc.BindingInfo;
import thaw.azure.rpc.RpcFunctionMetadata;
import thaw.json.JsonObject;
import thaw.testing.Workplace;

/**
 * An app as it is deployed, read as the host reads it.
 *
 * @param folder of it
 */
record GeneratedApp(Path folder) {

    private static final Path LIBRARIES = Path.of("target/app-lib").toAbsolutePath();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Writes an app with all jars of the adapter, and no other. */
    static GeneratedApp of(AppFolder description) throws IOException {
        Path folder = Workplace.scratch("app-" + NUMBER.incrementAndGet());
        List<Path> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(LIBRARIES)) {
            files.forEach(jars::add);
        }
        Path adapter = jars.stream().filter(jar -> jar.getFileName().toString().startsWith("azure-adapter-"))
                .findFirst().orElseThrow();
        jars.remove(adapter);
        description.write(folder, adapter, jars);
        return new GeneratedApp(folder);
    }

    static GeneratedApp of(AppSource source, String routePrefix) throws IOException {
        return of(AppFolder.of(source).routePrefix(routePrefix));
    }

    /** Each function of the app, as the host describes it to the worker. */
    List<RpcFunctionMetadata> functions() {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(inside -> Files.exists(inside.resolve("function.json"))).sorted()
                    .map(GeneratedApp::metadata).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static RpcFunctionMetadata metadata(Path function) {
        JsonObject json;
        try {
            json = JsonObject.parse(Files.readAllBytes(function.resolve("function.json")), "function.json");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        RpcFunctionMetadata.Builder metadata = RpcFunctionMetadata.newBuilder()
                .setName(function.getFileName().toString()).setDirectory(function.toString())
                .setScriptFile(function.resolve(json.string("scriptFile")).normalize().toString())
                .setEntryPoint(json.string("entryPoint"));
        json.objects("bindings").forEach(binding -> metadata.putBindings(binding.string("name"),
                BindingInfo.newBuilder().setType(binding.string("type"))
                        .setDirection(BindingInfo.Direction.valueOf(binding.string("direction")))
                        .setDataType(BindingInfo.DataType.valueOf(binding.string("dataType", "undefined")))
                        .build()));
        return metadata.build();
    }
}
