package thaw.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import thaw.TriggerKind;

/** An executable behind a Runtime API, as the conformance suite drives it. */
final class NativeInstance implements AwsDriver.Instance {

    private final RuntimeApi api = new RuntimeApi();
    private final RuntimeInstance process;

    NativeInstance(TriggerKind trigger, Map<String, String> environment, FakeAws aws) throws IOException {
        Path folder = Files.createTempDirectory("thaw-native");
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("AWS_ENDPOINT_URL", aws.uri().toString());
        process = NativeFunction.start(folder, api, handler(trigger), settings);
    }

    private static String handler(TriggerKind trigger) {
        return switch (trigger) {
            case HTTP -> "HttpHandler";
            case BLOB -> "BlobHandler";
            case STREAM -> "StreamHandler";
        };
    }

    @Override
    public Optional<byte[]> invoke(byte[] event) throws InterruptedException {
        RuntimeApi.Outcome outcome = api.invoke(event, Duration.ofSeconds(60));
        return switch (outcome.kind()) {
            case "response" -> Optional.of(outcome.body());
            case "error" -> Optional.empty();
            default -> throw new AssertionError(outcome.kind() + process.output());
        };
    }

    @Override
    public void close() {
        process.close();
        api.close();
    }
}
