package thaw.azure.store;

import java.net.URI;
import java.util.Objects;

/**
 * An account or namespace of one service. Immutable.
 *
 * @param name       as it is written in a place
 * @param service    of it
 * @param endpoint   without a slash at its end
 * @param credential that its requests carry
 */
record Account(String name, Service service, URI endpoint, Credential credential) {

    Account {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(credential, "credential");
        endpoint = URI.create(endpoint.toString().replaceFirst("/+$", ""));
    }

    /** An address below the endpoint; the path is encoded already. */
    URI at(String path) {
        return URI.create(endpoint + path);
    }
}
