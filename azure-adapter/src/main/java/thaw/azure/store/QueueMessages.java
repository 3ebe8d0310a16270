package thaw.azure.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import thaw.InferenceException;
import thaw.hosting.ResultDocument;
import thaw.run.ResultRecord;

/** Messages of a storage queue, in base64 as the Functions host expects them by default. Thread-safe. */
final class QueueMessages extends PutWriter {

    // A message may have 64 KiB, once it is base64.
    private static final int PAYLOAD_BYTES = 24 << 10;
    private static final int MOST_BYTES = 48 << 10;

    private final Account account;
    private final String queue;
    private final String place;

    QueueMessages(Account account, String queue) {
        super("azqueue:" + account.name() + "/" + queue);
        this.account = account;
        this.queue = queue;
        this.place = "azqueue:" + account.name() + "/" + queue;
    }

    @Override
    void put(ResultRecord record) {
        byte[] document = ResultDocument.json(record, PAYLOAD_BYTES);
        if (document.length > MOST_BYTES) {
            throw InferenceException.unavailable(place,
                    "a message may have " + MOST_BYTES + " bytes, the result "
                            + "has " + document.length + ": send it to a blob",
                    null);
        }
        byte[] message = ("<QueueMessage><MessageText>" + Base64.getEncoder().encodeToString(document)
                + "</MessageText></QueueMessage>").getBytes(StandardCharsets.US_ASCII);
        try (RestAnswer answer = Rest.send(account, place,
                () -> RestRequest.of("POST", account.at("/" + Percent.encode(queue) + "/messages"))
                        .body(message, "application/xml"))) {
            if (!answer.good()) {
                throw Rest.refused(place, answer);
            }
        }
    }
}
