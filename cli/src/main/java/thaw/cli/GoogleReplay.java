package thaw.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import thaw.Deadline;
import thaw.TriggerKind;
import thaw.TriggerResult.HttpResult;
import thaw.gcp.GoogleFunction;
import thaw.gcp.RecordedRequest;
import thaw.json.Json;

/** What Cloud Run would send back for a request or an event. */
final class GoogleReplay implements ReplayTarget {

    private static final long MOST_BYTES = 64 << 20;
    private static final int REFUSED = 300;

    @Override
    public long mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public String rows() {
        return "firestore";
    }

    @Override
    public Optional<TriggerKind> trigger(byte[] event) {
        return RecordedRequest.parse(event).trigger();
    }

    @Override
    public ReplayAnswer answer(Replay replay) {
        Map<String, String> environment = new HashMap<>(replay.environment());
        environment.put("THAW_TRIGGER", replay.trigger().name().toLowerCase(Locale.ROOT));
        environment.put("THAW_LIMIT_TIME_SECONDS", Long.toString(replay.time().toSeconds()));
        GoogleFunction.Builder builder = GoogleFunction.of(environment).log(replay.log())
                .classes(replay.classes()).places(replay.places());
        replay.objects()
                .ifPresent(folder -> builder.objects(object -> folder.open(object.bucket(), object.name())));
        try (GoogleFunction function = builder.open()) {
            HttpResult answer = function
                    .answer(RecordedRequest.parse(replay.event()).request(Deadline.after(replay.time())));
            return new ReplayAnswer(Json.bytes(RecordedRequest.document(answer)), answer.status() >= REFUSED);
        }
    }
}
