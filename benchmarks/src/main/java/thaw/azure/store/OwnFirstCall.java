package thaw.azure.store;

import java.io.IOException;
import java.net.URI;

/**
 * What {@code azure-sdk} does, with the adapter's own client: a token of the managed identity, and a blob read. In the client's
 * package, which shows it to nobody.
 */
final class OwnFirstCall {

    private OwnFirstCall() {}

    public static void main(String... arguments) throws IOException {
        Account account = new Account("account", Service.BLOB, URI.create(arguments[0]),
                new ManagedIdentity(System.getenv()));
        try (RestAnswer answer = Rest.send(account, "blob",
                () -> RestRequest.of("GET", account.at("/container/blob")))) {
            System.out.println("read " + answer.bytes().length);
        }
    }
}
