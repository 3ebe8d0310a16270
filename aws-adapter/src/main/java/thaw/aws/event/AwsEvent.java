package thaw.aws.event;

import java.util.Objects;

import thaw.TriggerEvent;
import thaw.hosting.HostedFunction;

/** An event together with how its source wants to be answered. Immutable. */
public sealed interface AwsEvent {

    /**
     * Runs the function on it.
     *
     * @return the document that Lambda hands back
     * @throws thaw.InferenceException if items failed and the source only understands that all did
     */
    byte[] answeredBy(HostedFunction function);

    /**
     * A request over HTTP.
     *
     * @param trigger free of AWS
     * @param source  who asked
     */
    record Request(TriggerEvent.HttpTrigger trigger, HttpSource source) implements AwsEvent {
        public Request {
            Objects.requireNonNull(trigger, "trigger");
            Objects.requireNonNull(source, "source");
        }

        @Override
        public byte[] answeredBy(HostedFunction function) {
            return HttpAnswer.document(function.answer(trigger), source);
        }
    }

    /**
     * Objects that landed in S3.
     *
     * @param trigger free of AWS
     * @param answer  what the source understands
     */
    record Blobs(TriggerEvent.BlobTrigger trigger, ItemAnswer answer) implements AwsEvent {
        @Override
        public byte[] answeredBy(HostedFunction function) {
            return answer.document(function.run(trigger), trigger.items().size());
        }
    }

    /**
     * Records of a stream or queue.
     *
     * @param trigger free of AWS
     * @param answer  what the source understands
     */
    record Records(TriggerEvent.StreamTrigger trigger, ItemAnswer answer) implements AwsEvent {
        @Override
        public byte[] answeredBy(HostedFunction function) {
            return answer.document(function.run(trigger), trigger.items().size());
        }
    }
}
