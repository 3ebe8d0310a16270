package thaw.run;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import thaw.Sink;

/** Whether a result's fields reach the threshold of an alert. */
final class AlertRule {

    private AlertRule() {}

    static boolean alerts(Sink.ToAlert alert, Map<String, Object> output) {
        return score(alert.label(), output) >= alert.threshold();
    }

    private static double score(String label, Map<String, Object> output) {
        if (label.isEmpty() || label.equals(output.get("label"))) {
            return number(output.get("score"));
        }
        if (output.get("scores") instanceof List<?> scores) {
            return scores.stream().filter(Map.class::isInstance).map(Map.class::cast)
                    .filter(pair -> Objects.equals(label, pair.get("label"))).findFirst()
                    .map(pair -> number(pair.get("score"))).orElse(Double.NaN);
        }
        return Double.NaN;
    }

    // NaN reaches no threshold: a result without that score does not alert.
    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
