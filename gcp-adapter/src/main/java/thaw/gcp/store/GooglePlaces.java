package thaw.gcp.store;

import java.util.List;

import thaw.hosting.EntryWriter;
import thaw.hosting.PlaceKind;

/** The kinds of places for results that Google Cloud has. */
public final class GooglePlaces {

    private GooglePlaces() {}

    /** All of them, reached by that client. */
    public static List<PlaceKind> reachedBy(GoogleClient client) {
        return List.of(
                new PlaceKind("gs", "gs://<bucket>/<prefix>", PlaceKind.Holds.OBJECTS,
                        (place, function) -> new StorageFolder(client, place)),
                new PlaceKind("firestore", "firestore:<collection>", PlaceKind.Holds.ROWS,
                        (place, function) -> new FirestoreCollection(client, place, function)),
                new PlaceKind("bigquery", "bigquery:<dataset>.<table>", PlaceKind.Holds.ROWS,
                        (place, function) -> new EntryWriter(new BigQueryTable(client, place))),
                new PlaceKind("pubsub", "pubsub:<topic>", PlaceKind.Holds.MESSAGES,
                        (place, function) -> new PubSubTopic(client, place)));
    }
}
