package thaw.azure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import thaw.FunctionDefinition;
import thaw.FunctionProviders;
import thaw.TriggerKind;

/** Which kind of trigger the app's function has, before any comes. */
final class LoadedTrigger {

    private LoadedTrigger() {}

    /** The definition's, else what {@code THAW_TRIGGER} says. */
    static Optional<TriggerKind> of(Map<String, String> environment) {
        return FunctionProviders.find(LoadedTrigger.class.getClassLoader())
                .<TriggerKind>map(FunctionDefinition::trigger).or(() -> told(environment));
    }

    private static Optional<TriggerKind> told(Map<String, String> environment) {
        String told = environment.getOrDefault("THAW_TRIGGER", "").trim().toUpperCase(Locale.ROOT);
        return Arrays.stream(TriggerKind.values()).filter(kind -> kind.name().equals(told)).findFirst();
    }
}
