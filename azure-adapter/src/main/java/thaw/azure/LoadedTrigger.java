package thaw.azure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

import thaw.FunctionProvider;
import thaw.FunctionProviders;
import thaw.TriggerKind;

/** Which kind of trigger the app's function has, before any comes. */
final class LoadedTrigger {

    private LoadedTrigger() {}

    /** The definition's, else what {@code THAW_TRIGGER} says. */
    static Optional<TriggerKind> of(Map<String, String> environment) {
        ClassLoader loader = LoadedTrigger.class.getClassLoader();
        if (ServiceLoader.load(FunctionProvider.class, loader).stream().findAny().isPresent()) {
            return Optional.of(FunctionProviders.only(loader).trigger());
        }
        String told = environment.getOrDefault("THAW_TRIGGER", "").trim().toUpperCase(Locale.ROOT);
        return Arrays.stream(TriggerKind.values()).filter(kind -> kind.name().equals(told)).findFirst();
    }
}
