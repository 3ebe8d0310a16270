package thaw.packaging;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import thaw.InferenceException;
import thaw.Sink;
import thaw.packaging.files.Library;

/** Which services of AWS a function calls, and with them which of the SDK's jars it needs. */
final class AwsServices {

    /** The services that the adapter calls by a client of the SDK; each is one jar. */
    static final List<String> ALL = List.of("dynamodb", "eventbridge", "kinesis", "s3", "sns");

    // Called without a client, so that every package can set failures aside in the queue that infra/aws makes.
    private static final String QUEUE = "sqs";
    private static final String GROUP = "software.amazon.awssdk";
    private static final List<String> MESSAGES = List.of("eventbridge", "kinesis", "sns");

    private final Set<String> called = new TreeSet<>();

    /**
     * Those of a function.
     *
     * @param told kinds of sinks; if there are none, every service counts that a sink of its code may be
     * @throws InferenceException malformed, if one is not a kind of sink on AWS
     */
    AwsServices(PackagedFunction function, List<SinkOption> told) {
        // Whatever calls it, its model may be in S3 (THAW_MODELS).
        called.add("s3");
        for (SinkOption sink : told) {
            if (ALL.contains(sink.kind())) {
                called.add(sink.kind());
            } else if (!sink.kind().equals(QUEUE)) {
                throw InferenceException.mismatch("sink",
                        "one of the kinds " + String.join(", ", ALL) + ", " + QUEUE, "'" + sink.kind() + "'");
            }
        }
        if (told.isEmpty()) {
            function.sinks().forEach(sink -> called.addAll(possible(sink)));
        }
    }

    private static List<String> possible(Sink sink) {
        if (sink instanceof Sink.ToTable) {
            return List.of("dynamodb");
        }
        return sink instanceof Sink.ToObject ? List.of("s3") : MESSAGES;
    }

    /** Which clients do not come along, if any. */
    List<String> notes() {
        Set<String> left = new TreeSet<>(ALL);
        left.removeAll(called);
        return left.isEmpty() ? List.of()
                : List.of("without the clients of " + String.join(", ", left) + ": --sink KIND adds one");
    }

    /** Whether a jar may come along: all may but the clients of services that are not called. */
    boolean admits(Library library) {
        String artifact = library.artifact().toLowerCase(Locale.ROOT);
        return !library.group().equals(GROUP) || !ALL.contains(artifact) || called.contains(artifact);
    }
}
