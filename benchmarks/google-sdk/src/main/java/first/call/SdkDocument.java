package first.call;

import java.util.Map;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;

/** A document created in the emulator that {@code FIRESTORE_EMULATOR_HOST} names. */
final class SdkDocument {

    private SdkDocument() {}

    public static void main(String... arguments) throws Exception {
        try (Firestore firestore = FirestoreOptions.newBuilder().setProjectId("example").build().getService()) {
            firestore.collection("sdk").document(arguments[0]).create(Map.of("text", "hello", "score", 0.5)).get();
            System.out.println("created " + arguments[0]);
        }
    }
}
