package thaw;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the one function of an application. */
public final class FunctionProviders {

    /** Where it is {@code none}, no jar is searched: whoever made the package knows that there is no provider. */
    private static final String PROPERTY = "thaw.providers";

    private FunctionProviders() {}

    /**
     * The definition of the one provider that the loader sees, or empty if it sees none. With the system property
     * {@code thaw.providers} set to {@code none} it does not look: opening every jar takes a start several milliseconds.
     *
     * @throws IllegalStateException if there is more than one, with the names of all
     */
    public static Optional<FunctionDefinition<?, ?>> find(ClassLoader loader) {
        List<FunctionProvider> found = "none".equals(System.getProperty(PROPERTY)) ? List.of()
                : all(loader);
        return found.isEmpty() ? Optional.empty() : Optional.of(definition(found));
    }

    /**
     * The definition of the one provider that the loader sees.
     *
     * @throws IllegalStateException if there is none or more than one, with the names of all
     */
    public static FunctionDefinition<?, ?> only(ClassLoader loader) {
        return definition(all(loader));
    }

    private static List<FunctionProvider> all(ClassLoader loader) {
        return ServiceLoader.load(FunctionProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get).toList();
    }

    private static FunctionDefinition<?, ?> definition(List<FunctionProvider> found) {
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
