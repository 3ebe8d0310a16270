package thaw.azure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import com.google.common.base.Preconditions;
import com.google.gson.Gson;
import com.google.protobuf.Struct;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import io.grpc.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.FunctionProvider;
import thaw.azure.app.AppSource;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The class paths of an app and of the worker, side by side. */
class OwnLibrariesIT {

    private static final List<String> OF_THE_WORKER = List.of("com/microsoft/azure/functions/",
            "com/google/gson/");

    private GeneratedApp app;

    /** All that a build might have put there: its own libraries, and Azure's, which the worker has. */
    @BeforeEach
    void makeTheApp() throws Exception {
        app = GeneratedApp.of(AppSource.HTTP, "");
        for (Class<?> type : List.of(Struct.class, Status.class, Gson.class, Preconditions.class,
                ExecutionContext.class, HttpTrigger.class)) {
            Path jar = jar(type);
            Files.copy(jar, app.folder().resolve("lib").resolve(jar.getFileName()));
        }
        writeCode(app.folder().resolve("lib/code.jar"));
    }

    private static Path jar(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void writeCode(Path jar) throws IOException {
        String name = OwnLibraries.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream code = OwnLibraries.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new ZipEntry(name));
            code.transferTo(out);
            out.putNextEntry(new ZipEntry("META-INF/services/" + FunctionProvider.class.getName()));
            out.write(OwnLibraries.class.getName().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> settings() {
        return Map.of("THAW_TRIGGER", "http", "THAW_MODELS", SampleData.models().toString());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> request() {
        Map<String, Object> event = RecordedEvents.tree("azure/http/text");
        Map<String, Object> data = (Map<String, Object>) ((List<Map<String, Object>>) event.get("inputData"))
                .get(0).get("data");
        Map<String, Object> http = (Map<String, Object>) data.get("http");
        String patient = SampleData.text("data/risk/patients.ndjson").lines().findFirst().orElseThrow();
        http.put("url", "https://thaw.azurewebsites.net/v2/models/risk/predict");
        http.put("body", Map.of("string", Json.text(
                JsonObject.parse(patient.getBytes(StandardCharsets.UTF_8), "patient").get("features"))));
        return event;
    }

    private static void check(Map<String, Object> answer, String ofTheWorker) throws URISyntaxException {
        JsonObject http = JsonObject.of(answer, "answer").required("returnValue").required("http");
        byte[] body = Base64.getDecoder().decode(http.required("body").string("bytes"));
        assertEquals("200", http.string("statusCode"), new String(body, StandardCharsets.UTF_8));
        JsonObject fields = JsonObject.parse(body, "body");
        assertEquals("\"NOT_FOUND\"", fields.string("used"));
        assertEquals(jar(Struct.class).getFileName().toString(), fields.string("protobuf"));
        assertEquals(jar(Status.class).getFileName().toString(), fields.string("grpc"));
        // The worker keeps these two under their own names, and a class is asked of it first.
        assertEquals(ofTheWorker, fields.string("gson"));
        assertEquals(ofTheWorker, fields.string("azure"));
    }

    @Test
    void servesAnAppWithOtherVersionsOfTheWorkersLibraries() throws Exception {
        WorkerFolder worker = WorkerFolder.named();
        try (RealWorker started = RealWorker.start(settings(), app, AppSource.HTTP.functionName())) {
            check(started.answer(JsonObject.of(request(), "request")), worker.jar().getFileName().toString());
        }
    }

    /** As the worker does it: its own classes first, then the app's jars in no order that anybody chose. */
    @Test
    void servesItBehindAClassLoaderLikeTheWorkers() throws Exception {
        Path merged = merged(jar(ExecutionContext.class), jar(Middleware.class), jar(Gson.class));
        List<URL> jars = new ArrayList<>();
        for (Path jar : jars()) {
            jars.add(jar.toUri().toURL());
        }
        Collections.reverse(jars);
        try (URLClassLoader worker = new URLClassLoader(new URL[]{merged.toUri().toURL()},
                ClassLoader.getPlatformClassLoader());
                URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), worker)) {
            check(answer(loader), merged.getFileName().toString());
        }
    }

    private static Path merged(Path... jars) throws IOException {
        Path merged = Workplace.scratch("worker").resolve("worker.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(merged))) {
            for (Path jar : jars) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    for (String name : classes(file)) {
                        out.putNextEntry(new ZipEntry(name));
                        file.getInputStream(file.getEntry(name)).transferTo(out);
                    }
                }
            }
        }
        return merged;
    }

    /** Through the recorded invocations that replay uses, found by their names as the worker finds an entry point. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> answer(ClassLoader loader) throws ReflectiveOperationException {
        Object function = loader.loadClass("thaw.azure.AzureFunction").getMethod("of", Map.class).invoke(null,
                settings());
        Class<?> invocations = loader.loadClass("thaw.azure.RecordedInvocations");
        Class<?> json = loader.loadClass("thaw.json.JsonObject");
        Object request = json.getMethod("of", Object.class, String.class).invoke(null, request(), "request");
        Map<String, String> environment = new HashMap<>(settings());
        environment.put("AzureFunctionsJobHost__extensions__http__routePrefix", "");
        try (AutoCloseable recorded = (AutoCloseable) invocations
                .getMethod("of", Map.class, function.getClass()).invoke(null, environment, function)) {
            return (Map<String, Object>) invocations.getMethod("answer", json).invoke(recorded, request);
        } catch (ReflectiveOperationException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(app.folder())) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static List<String> classes(JarFile jar) {
        return jar.stream().map(ZipEntry::getName)
                .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class")).toList();
    }

    /** The order of an app's jars is nobody's, and the worker's classes come first: so neither may matter. */
    @Test
    void hasNoClassOfThawsTwiceAndNoneOfTheWorkers() throws Exception {
        app = GeneratedApp.of(AppSource.HTTP, "");
        Map<String, Path> found = new HashMap<>();
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (String name : classes(file)) {
                    assertEquals(null, found.put(name, jar), () -> name + " is in " + jar + ", too");
                    assertEquals(true, OF_THE_WORKER.stream().noneMatch(name::startsWith), name);
                }
            }
        }
    }
}
