package thaw.azure;

import java.util.Map;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import thaw.TriggerKind;
import thaw.azure.event.ServiceBusRecords;

/**
 * The entry to a function on messages of Service Bus, from a queue or a subscription. A batch is completed as a whole or
 * given back as a whole, for the worker settles no single message; one that keeps failing is set aside at its fifth try.
 */
public final class ServiceBusEntry {

    private final Functions functions;

    /** Of the app's function. */
    public ServiceBusEntry() {
        this(Functions.OF_PROCESS);
    }

    ServiceBusEntry(Functions functions) {
        this.functions = functions;
    }

    /**
     * Runs the function on a batch.
     *
     * @param messages   their bodies
     * @param numbers    their sequence numbers
     * @param sessions   their sessions, if they have any
     * @param deliveries how often each was delivered, this time included
     * @param beside     their properties
     */
    public void run(
            @ServiceBusQueueTrigger(name = "messages", queueName = "%THAW_SERVICEBUS_QUEUE%", connection = "THAW_SERVICEBUS", cardinality = Cardinality.MANY, dataType = "binary") byte[][] messages,
            @BindingName("SequenceNumberArray") long[] numbers,
            @BindingName("SessionIdArray") String[] sessions,
            @BindingName("DeliveryCountArray") String deliveries,
            @BindingName("ApplicationPropertiesArray") String beside, ExecutionContext context) {
        functions.of(TriggerKind.STREAM).runTogether(context,
                invocation -> ServiceBusRecords.read(entity(functions.environment()),
                        messages, numbers, sessions, beside, invocation),
                deliveries);
    }

    /** The queue, or the topic and subscription, which the host does not tell. */
    static String entity(Map<String, String> environment) {
        String queue = environment.getOrDefault("THAW_SERVICEBUS_QUEUE", "");
        return queue.isEmpty() ? environment.getOrDefault("THAW_SERVICEBUS_TOPIC", "topic") + "/"
                + environment.getOrDefault("THAW_SERVICEBUS_SUBSCRIPTION", "subscription") : queue;
    }
}
