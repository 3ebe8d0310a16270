package thaw.azure.store;

import java.util.List;
import java.util.function.BiFunction;

import thaw.InferenceException;
import thaw.hosting.EntryWriter;
import thaw.hosting.PlaceKind;
import thaw.hosting.PlaceKind.Holds;
import thaw.run.SinkWriter;

/** The kinds of places that Azure has for results; each place begins with its account or namespace. */
public final class AzurePlaces {

    private AzurePlaces() {}

    /** All kinds, in these accounts. */
    public static List<PlaceKind> in(Accounts accounts) {
        return List.of(
                kind("aztable", "aztable:<account>/<table>", Holds.ROWS,
                        (place, function) -> new TableRows(place.account(accounts, Service.TABLE),
                                place.rest(),
                                function)),
                kind("cosmos", "cosmos:<account>/<database>/<container>", Holds.ROWS,
                        (place, function) -> new CosmosDocuments(place.account(accounts, Service.COSMOS),
                                place.rest(), function)),
                kind("azblob", "azblob://<account>/<container>/<prefix>", Holds.OBJECTS,
                        (place, function) -> BlobFolder.of(place.account(accounts, Service.BLOB),
                                place.rest())),
                kind("azqueue", "azqueue:<account>/<queue>", Holds.MESSAGES,
                        (place, function) -> new QueueMessages(place.account(accounts, Service.QUEUE),
                                place.rest())),
                kind("servicebus", "servicebus:<namespace>/<queue or topic>", Holds.MESSAGES,
                        (place, function) -> new EntryWriter(
                                new BusSender(place.account(accounts, Service.SERVICE_BUS), place.rest()))),
                kind("eventhubs", "eventhubs:<namespace>/<hub>", Holds.MESSAGES,
                        (place, function) -> new EntryWriter(
                                new BusSender(place.account(accounts, Service.EVENT_HUBS), place.rest()))));
    }

    /** What a setting says behind the colon, taken apart. */
    private record Place(String name, String rest) {

        Account account(Accounts accounts, Service service) {
            return accounts.account(service, name);
        }
    }

    private static PlaceKind kind(String name, String form, Holds holds,
            BiFunction<Place, String, SinkWriter> opener) {
        return new PlaceKind(name, form, holds, (text, function) -> {
            String[] parts = text.split("/", 2);
            if (parts.length < 2 || parts[1].isEmpty()) {
                throw InferenceException.mismatch(name + ":" + text, form, "'" + name + ":" + text + "'");
            }
            return opener.apply(new Place(parts[0], parts[1]), function);
        });
    }
}
