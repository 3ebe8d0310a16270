package thaw.conformance;

import java.util.List;
import java.util.Objects;

import thaw.Limits;
import thaw.TriggerKind;

/**
 * The function that a test wants: the package alone, with one table named {@code results} as its sink and a dead letter.
 *
 * @param trigger what calls it; on HTTP it has no sink
 * @param model   one of the samples
 * @param limits  what it accepts
 * @param origins pages that may call
 */
public record FunctionSpec(TriggerKind trigger, String model, Limits limits, List<String> origins) {
    public FunctionSpec {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(limits, "limits");
        origins = List.copyOf(origins);
    }

    static FunctionSpec of(TriggerKind trigger, String model) {
        return new FunctionSpec(trigger, model, Limits.ofDefaults(), List.of());
    }

    FunctionSpec limits(Limits accepted) {
        return new FunctionSpec(trigger, model, accepted, origins);
    }

    FunctionSpec origin(String page) {
        return new FunctionSpec(trigger, model, limits, List.of(page));
    }
}
