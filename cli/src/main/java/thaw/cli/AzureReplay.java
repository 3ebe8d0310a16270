package thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import thaw.TriggerKind;
import thaw.azure.AzureFunction;
import thaw.azure.RecordedInvocations;
import thaw.azure.event.BlobReference;
import thaw.azure.event.BlobSource;
import thaw.json.Json;
import thaw.json.JsonObject;

/** What the Functions worker would send back for an invocation, in protobuf's JSON form. */
final class AzureReplay implements ReplayTarget {

    private static final long MOST_BYTES = 210_000_000;
    private static final int REFUSED = 400;

    @Override
    public long mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public String rows() {
        return "aztable";
    }

    @Override
    public Optional<TriggerKind> trigger(byte[] event) {
        return RecordedInvocations.trigger(JsonObject.parse(event, "event"));
    }

    @Override
    public ReplayAnswer answer(Replay replay) {
        Map<String, String> environment = new HashMap<>(replay.environment());
        environment.put("AzureFunctionsJobHost__functionTimeout", String.format("%02d:%02d:%02d",
                replay.time().toHours(), replay.time().toMinutesPart(), replay.time().toSecondsPart()));
        AzureFunction.Builder function = AzureFunction.of(environment).log(replay.log())
                .classes(replay.classes()).places(replay.places());
        replay.objects().ifPresent(folder -> function.blobs(new FolderBlobs(folder)));
        try (RecordedInvocations invocations = RecordedInvocations.of(environment, function)) {
            invocations.open(replay.trigger());
            Map<String, Object> answer = invocations.answer(JsonObject.parse(replay.event(), "event"));
            return new ReplayAnswer(Json.bytes(answer), failed(JsonObject.of(answer, "answer")));
        }
    }

    private static boolean failed(JsonObject answer) {
        boolean refused = answer.object("returnValue").map(value -> value.required("http"))
                .map(http -> Integer.parseInt(http.string("statusCode")) >= REFUSED).orElse(false);
        return refused || !answer.required("result").string("status").equals("Success");
    }

    /**
     * Files in place of blobs; a file has no versions.
     *
     * @param folder that holds them
     */
    private record FolderBlobs(ReplayObjects folder) implements BlobSource {

        @Override
        public InputStream open(BlobReference blob) throws IOException {
            return folder.open(blob.container(), blob.name());
        }

        @Override
        public BlobReference current(BlobReference blob) {
            return blob;
        }
    }
}
