package thaw.samples.triage;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the clinic does next.
 *
 * @param queue       who sees the patient
 * @param probability that the cells are malignant, from 0 to 1
 */
record Triage(Queue queue, double probability) {

    /** In order of haste. */
    enum Queue {
        TODAY, THIS_WEEK, ROUTINE
    }

    static Triage of(double probability) {
        Queue queue = probability >= 0.9 ? Queue.TODAY : probability >= 0.2 ? Queue.THIS_WEEK : Queue.ROUTINE;
        return new Triage(queue, probability);
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("queue", queue.name());
        fields.put("probability", probability);
        return fields;
    }
}
