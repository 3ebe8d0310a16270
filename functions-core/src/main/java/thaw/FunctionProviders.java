package thaw;

import java.util.List;
import java.util.ServiceLoader;

/** Finds the one function of an application. */
public final class FunctionProviders {

    private FunctionProviders() {}

    /**
     * The definition of the one provider that the loader sees.
     *
     * @throws IllegalStateException if there is none or more than one, with the names of all
     */
    public static FunctionDefinition<?, ?> only(ClassLoader loader) {
        List<FunctionProvider> found = ServiceLoader.load(FunctionProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get).toList();
        if (found.size() != 1) {
            throw new IllegalStateException("expected exactly one " + FunctionProvider.class.getName()
                    + " in META-INF/services, found " + names(found));
        }
        return found.get(0).function();
    }

    private static String names(List<FunctionProvider> found) {
        return found.isEmpty() ? "none"
                : found.stream().map(provider -> provider.getClass().getName()).toList().toString();
    }
}
