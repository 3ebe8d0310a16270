package thaw.gcp.store;

import java.util.List;
import java.util.Map;

/**
 * What {@code google-sdk} does, with the adapter's own client: a document created. In the client's package, which shows it to
 * nobody.
 */
final class OwnFirstDocument {

    private static final String DOCUMENTS = "projects/example/databases/(default)/documents";

    private OwnFirstDocument() {}

    public static void main(String... arguments) {
        Map<String, Object> document = Map.of("name", DOCUMENTS + "/own/" + arguments[0], "fields",
                FirestoreValues.fields(Map.of("text", "hello", "score", 0.5)));
        Exchange.Reply reply = new GoogleClient(System.getenv()).post(Api.FIRESTORE,
                "/v1/" + DOCUMENTS + ":batchWrite",
                Map.of("writes", List.of(
                        Map.of("update", document, "currentDocument", Map.of("exists", false)))),
                DOCUMENTS);
        if (reply.json().objects("status").get(0).has("code")) {
            throw new IllegalStateException(reply.json().tree().toString());
        }
        System.out.println("created " + arguments[0]);
    }
}
