package thaw.packaging;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.TriggerKind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Apps for Azure; that they run in its worker is proven in azure-worker-tests. */
class AzureAppIT {

    @TempDir
    Path folder;

    private PackageReport pack(TriggerKind trigger, String source) {
        return Packaged.packager()
                .pack(Packaged.request("digits", Target.AZURE, folder).trigger(trigger).source(source)
                        .build(), Progress.NONE);
    }

    @Test
    void holdsWhatTheHostAndTheWorkerLookFor() {
        PackageReport report = Packaged.pack("digits", Target.AZURE, folder);
        Set<String> files = report.files().keySet();
        assertTrue(files.containsAll(Set.of("host.json", "http/function.json", "warmup/function.json",
                "azure-adapter.jar", "native/libonnxruntime.so", "models/digits/1/model.onnx")),
                files.toString());
        assertEquals(Set.of(), files.stream().filter(file -> file.contains("azure-functions-java")
                || file.startsWith("lib/azure-adapter")).collect(Collectors.toSet()));
        assertEquals("http", report.handler());
        assertTrue(report.bytes() < 16_000_000, report.bytes() + " bytes");
    }

    @Test
    void takesEventsFromTheServiceThatIsNamed() {
        assertTrue(pack(TriggerKind.STREAM, "service-bus").files().containsKey("servicebus/function.json"));
        InferenceException refused = assertThrows(InferenceException.class,
                () -> pack(TriggerKind.BLOB, "kafka"));
        assertTrue(refused.getMessage().contains("blob-event"), refused.getMessage());
    }
}
