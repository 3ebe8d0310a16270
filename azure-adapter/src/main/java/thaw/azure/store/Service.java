package thaw.azure.store;

import java.net.URI;
import java.util.Locale;

/** The services that are spoken to, each with its public endpoint and the audience of its tokens. */
enum Service {
    BLOB("blob.core.windows.net", "https://storage.azure.com/"), QUEUE("queue.core.windows.net",
            "https://storage.azure.com/"), TABLE("table.core.windows.net",
                    "https://storage.azure.com/"), COSMOS("documents.azure.com",
                            "https://cosmos.azure.com"), SERVICE_BUS("servicebus.windows.net",
                                    "https://servicebus.azure.net"), EVENT_HUBS("servicebus.windows.net",
                                            "https://eventhubs.azure.net");

    private final String domain;
    private final String audience;

    Service(String domain, String audience) {
        this.domain = domain;
        this.audience = audience;
    }

    URI endpoint(String account) {
        return URI.create("https://" + account + "." + domain);
    }

    /** The endpoint of a storage account in a cloud with another suffix. */
    URI endpoint(String account, String suffix) {
        return URI.create("https://" + account + "." + name().toLowerCase(Locale.ROOT) + "." + suffix);
    }

    String audience() {
        return audience;
    }
}
