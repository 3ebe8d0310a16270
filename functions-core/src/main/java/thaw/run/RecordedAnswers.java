package thaw.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelId;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.http.AnswerRecorder;

/**
 * Answers to requests as results in a sink: what was answered is stored before the answer leaves. A request sent again
 * with its id and body is stored once. Thread-safe.
 */
public final class RecordedAnswers implements AnswerRecorder {

    private final String function;
    private final SinkWriter writer;
    private final Limits limits;

    /** Stores answers under that function's name; many callers at a time need a {@link JoiningWriter}. */
    public RecordedAnswers(String function, SinkWriter writer, Limits limits) {
        this.function = function;
        this.writer = writer;
        this.limits = limits;
    }

    @Override
    public void record(HttpTrigger request, ModelId model, Supplier<Map<String, Object>> output, long nanos) {
        ResultKey key = new ResultKey(eventId(request), model);
        ResultRecord record = new ResultRecord(key, function, "", request.method() + " " + request.path(),
                ResultRecord.Status.PREDICTED, output.get(), "", Duration.ofNanos(nanos), Instant.now(),
                Payload.of(new byte[0], ""));
        for (InferenceException failure : writer.store(List.of(record)).values()) {
            throw failure;
        }
    }

    // The id alone is not enough: nothing stops a client from sending the same one for ever.
    private String eventId(HttpTrigger request) {
        CRC32C sum = new CRC32C();
        sum.update(request.body().bytes(limits.bodyBytes()));
        return "http/" + request.requestId() + "/" + Long.toHexString(sum.getValue());
    }
}
