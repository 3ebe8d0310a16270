package thaw.azure;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.KafkaTrigger;
import thaw.TriggerKind;
import thaw.azure.event.KafkaRecords;

/** The entry to a function on records of Kafka. */
public final class KafkaEntry {

    private final Functions functions;

    /** Of the app's function. */
    public KafkaEntry() {
        this(Functions.OF_PROCESS);
    }

    KafkaEntry(Functions functions) {
        this.functions = functions;
    }

    /** Runs the function on a batch, each record as a JSON document. */
    public void run(
            @KafkaTrigger(name = "records", brokerList = "%THAW_KAFKA_BROKERS%", topic = "%THAW_KAFKA_TOPIC%", consumerGroup = "%THAW_KAFKA_CONSUMER_GROUP%", cardinality = Cardinality.MANY, dataType = "string") String[] records,
            ExecutionContext context) {
        functions.of(TriggerKind.STREAM).runToTheEnd(context,
                invocation -> KafkaRecords.read(records, invocation));
    }
}
