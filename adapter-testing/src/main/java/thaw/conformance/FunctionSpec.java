package thaw.conformance;

import java.util.Objects;

import thaw.Limits;
import thaw.TriggerKind;

/**
 * The function that a test wants: the package alone, with one table named {@code results} as its sink and a dead letter.
 *
 * @param trigger what calls it; on HTTP it has no sink
 * @param model   one of the samples
 * @param limits  what it accepts
 */
public record FunctionSpec(TriggerKind trigger, String model, Limits limits) {
    public FunctionSpec {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(limits, "limits");
    }

    static FunctionSpec of(TriggerKind trigger, String model) {
        return new FunctionSpec(trigger, model, Limits.ofDefaults());
    }
}
