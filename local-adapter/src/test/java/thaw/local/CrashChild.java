package thaw.local;

import java.nio.file.Path;
import java.time.Duration;

import thaw.Sink;
import thaw.TriggerKind;
import thaw.local.StreamSettings.Origin;
import thaw.telemetry.StructuredLog;

/** The process that {@link CrashTest} kills: a folder, a stream and a server on a folder of data. */
final class CrashChild {

    private CrashChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path root = Path.of(arguments[0]);
        LocalServer server = LocalServer.with(new DoublingModels(), root.resolve("data"))
                .http(HttpSettings.onPort(0), request -> {
                    throw new UnsupportedOperationException(request.path());
                })
                .log(StructuredLog.to(System.err, StructuredLog.Level.ERROR))
                .folder(DoublingModels.function(TriggerKind.BLOB, Sink.table("results")),
                        FolderSettings.of(root.resolve("inbox")).times(Duration.ZERO, Duration.ofMillis(500)))
                .stream(DoublingModels.function(TriggerKind.STREAM, Sink.table("results")),
                        StreamSettings.of("file", new Origin.File(root.resolve("records.ndjson"), false)))
                .stream(DoublingModels.function(TriggerKind.STREAM, Sink.stream("lines")),
                        StreamSettings.of("input", new Origin.Input(System.in)))
                .start();
        server.closeOnShutdown();
        System.out.println(server.uri());
        Thread.currentThread().join();
    }
}
