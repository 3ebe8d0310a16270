package thaw.azure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import thaw.azure.rpc.InvocationResponse;
import thaw.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The first answer of a packaged app in the real worker; how long it took is written down for {@code benchmarks}. */
class FirstAnswerWorkerIT {

    private static final int ROUNDS = Integer.getInteger("azure.first.rounds", 1);

    @Test
    void isRightInEveryFreshWorker() throws Exception {
        WorkerFolder worker = WorkerFolder.named();
        GeneratedApp app = PackagedWorkerIT.packaged("first-answer");
        List<Object> started = new ArrayList<>();
        List<Object> specialised = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            try (WorkerHost host = new WorkerHost(worker, app.folder(), settings())) {
                app.functions().forEach(host::load);
                InvocationResponse answer = host.invoke(PackagedWorkerIT.invocation()).get(2,
                        TimeUnit.MINUTES);
                long end = System.nanoTime();
                assertEquals("200", answer.getReturnValue().getHttp().getStatusCode(), answer.toString());
                started.add((end - start) / 1e6);
                specialised.add((end - host.specialisedAt()) / 1e6);
            }
        }
        Files.write(Path.of("target/first-answers.json"),
                Json.bytes(Map.of("worker_ms", started, "specialised_ms", specialised)));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(System.getenv());
        settings.putAll(Map.of("THAW_TRIGGER", "http", "THAW_MODEL", "digits"));
        return settings;
    }
}
