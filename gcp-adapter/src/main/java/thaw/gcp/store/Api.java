package thaw.gcp.store;

import java.util.Map;

/** The services that are used, each with the variable by which its emulators are told. */
enum Api {
    STORAGE("https://storage.googleapis.com", "STORAGE_EMULATOR_HOST"), PUBSUB(
            "https://pubsub.googleapis.com", "PUBSUB_EMULATOR_HOST"), FIRESTORE(
                    "https://firestore.googleapis.com", "FIRESTORE_EMULATOR_HOST"), BIGQUERY(
                            "https://bigquery.googleapis.com", "BIGQUERY_EMULATOR_HOST");

    private final String address;
    private final String variable;

    Api(String address, String variable) {
        this.address = address;
        this.variable = variable;
    }

    boolean emulated(Map<String, String> environment) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    /** Where it is, without a slash at the end. */
    String address(Map<String, String> environment) {
        String host = environment.getOrDefault(variable, "");
        if (host.isEmpty()) {
            return address;
        }
        return (host.contains("://") ? host : "http://" + host).replaceFirst("/+$", "");
    }
}
