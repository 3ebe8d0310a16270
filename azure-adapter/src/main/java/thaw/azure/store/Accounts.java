package thaw.azure.store;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import thaw.InferenceException;

/**
 * Finds accounts by their names: with the connection string that {@code THAW_CONNECTION_<ACCOUNT>} gives, else at the
 * public endpoint with the app's managed identity. Thread-safe.
 */
public final class Accounts {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{1,62}");

    private final Map<String, String> environment;
    private final ManagedIdentity identity;

    /** Accounts as these app settings say. */
    public Accounts(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.identity = new ManagedIdentity(environment);
    }

    static String variable(String account) {
        return "THAW_CONNECTION_" + account.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    Account account(Service service, String name) {
        // It becomes a host name, and gets a token.
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw InferenceException.mismatch("account", "letters, digits and hyphens", "'" + name + "'");
        }
        String connection = environment.getOrDefault(variable(name), "").trim();
        return connection.isEmpty() ? new Account(name, service, service.endpoint(name), identity)
                : new ConnectionString(variable(name), connection).account(service, name);
    }
}
