package thaw.azure.store;

import thaw.InferenceException;
import thaw.hosting.ResultDocument;
import thaw.run.ResultRecord;

/** One JSON blob per result, put on the condition that its name is new. Thread-safe. */
final class BlobFolder extends PutWriter {

    private static final int PAYLOAD_BYTES = 16 << 20;
    private static final int READABLE = 64;
    private static final int CREATED = 201;

    private final Account account;
    private final String container;
    private final String prefix;

    /** The folder {@code container/prefix} of that account. */
    BlobFolder(Account account, String container, String prefix) {
        super("azblob://" + account.name() + "/" + container);
        this.account = account;
        this.container = container;
        this.prefix = prefix.isEmpty() ? "" : prefix.replaceFirst("/*$", "/");
    }

    @Override
    void put(ResultRecord record) {
        String name = prefix + name(record);
        String place = "azblob://" + account.name() + "/" + container + "/" + name;
        byte[] document = ResultDocument.json(record, PAYLOAD_BYTES);
        try (RestAnswer answer = Rest.send(account, place,
                () -> RestRequest.of("PUT", account.at(Blobs.path(container, name)))
                        .header("if-none-match", "*").header("x-ms-blob-type", "BlockBlob")
                        .body(document, "application/json"))) {
            if (answer.status() != CREATED && !stored(answer)) {
                throw Rest.refused(place, answer);
            }
        }
    }

    /** By another delivery: that counts. */
    private static boolean stored(RestAnswer answer) {
        return (answer.status() == 409 || answer.status() == 412)
                && (answer.code().equals("BlobAlreadyExists") || answer.code().equals("ConditionNotMet"));
    }

    private static String name(ResultRecord record) {
        String safe = record.key().eventId().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-", "");
        return safe.substring(0, Math.min(READABLE, safe.length())) + "-" + ResultDocument.hash(record)
                + ".json";
    }

    static BlobFolder of(Account account, String place) {
        String[] parts = place.split("/", 2);
        if (parts[0].isEmpty()) {
            throw InferenceException.mismatch("azblob://" + account.name(), "a container", "none");
        }
        return new BlobFolder(account, parts[0], parts.length < 2 ? "" : parts[1]);
    }
}
