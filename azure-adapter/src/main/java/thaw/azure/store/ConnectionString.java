package thaw.azure.store;

import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import thaw.InferenceException;

/** The parts of a connection string, as the portal shows it: {@code AccountName=…;AccountKey=…}. Immutable. */
final class ConnectionString {

    private final String setting;
    private final Map<String, String> parts = new HashMap<>();

    ConnectionString(String setting, String text) {
        this.setting = setting;
        for (String pair : text.split(";")) {
            String[] part = pair.split("=", 2);
            if (part.length == 2) {
                parts.put(part[0].trim().toLowerCase(Locale.ROOT), part[1].trim());
            }
        }
    }

    Account account(Service service, String name) {
        return switch (service) {
            case BLOB, QUEUE, TABLE -> new Account(name, service, storage(service, name), storage());
            case COSMOS -> new Account(name, service, URI.create(part("AccountEndpoint")),
                    new CosmosKey(decoded(part("AccountKey"))));
            case SERVICE_BUS, EVENT_HUBS -> new Account(name, service, bus(),
                    new BusKey(part("SharedAccessKeyName"), part("SharedAccessKey")));
        };
    }

    private URI storage(Service service, String name) {
        String explicit = parts.get(service.name().toLowerCase(Locale.ROOT) + "endpoint");
        if (explicit != null) {
            return URI.create(explicit);
        }
        String suffix = parts.get("endpointsuffix");
        return suffix == null ? service.endpoint(name) : service.endpoint(name, suffix);
    }

    private Credential storage() {
        String signature = parts.get("sharedaccesssignature");
        return signature == null ? new StorageKey(decoded(part("AccountKey")))
                : new SasToken(signature.replaceFirst("^\\?", ""));
    }

    // An emulator is told apart by its own scheme.
    private URI bus() {
        return URI.create(part("Endpoint").replaceFirst("^sb://", "https://"));
    }

    private String part(String name) {
        String value = parts.get(name.toLowerCase(Locale.ROOT));
        if (value == null || value.isEmpty()) {
            throw InferenceException.mismatch(setting, "a connection string with " + name, "one without");
        }
        return value;
    }

    private byte[] decoded(String key) {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException invalid) {
            throw InferenceException.mismatch(setting, "a connection string whose AccountKey is base64",
                    "another");
        }
    }
}
