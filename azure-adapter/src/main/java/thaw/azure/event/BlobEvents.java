package thaw.azure.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import thaw.InferenceException;
import thaw.Ordering;
import thaw.Payload;
import thaw.TriggerEvent.BlobTrigger;
import thaw.TriggerItem;
import thaw.json.JsonObject;

/**
 * Blobs that landed, told by the blob trigger, by Event Grid itself or through a queue, or by the queue of those that the
 * host gave up. Thread-safe.
 */
public final class BlobEvents {

    private static final String CREATED = "Microsoft.Storage.BlobCreated";
    private static final String SUBJECT = "/blobServices/default/containers/";
    private static final String BLOBS = "/blobs/";
    // A file that has begun, and is announced again, with what it holds, when it is closed.
    private static final Set<String> BEGUN = Set.of("CreateFile", "SftpCreate");

    private final BlobSource blobs;

    /** Events whose blobs are there. */
    public BlobEvents(BlobSource blobs) {
        this.blobs = Objects.requireNonNull(blobs, "blobs");
    }

    /**
     * What the blob trigger says.
     *
     * @param content    as the host bound it; may be null or empty
     * @param uri        as JSON or plain
     * @param properties of the blob as JSON, with {@code ETag}, {@code ContentLength} and {@code ContentHash} where the
     *                   host's version writes them
     * @param path       {@code container/name}, decoded
     */
    public BlobTrigger bound(byte[] content, String uri, String properties, String path,
            Invocation invocation) {
        JsonObject known = properties == null || properties.isBlank()
                ? JsonObject.of(Map.of(), "Properties")
                : JsonObject.parse(properties.getBytes(StandardCharsets.UTF_8),
                        "Properties");
        int slash = path.indexOf('/');
        if (slash < 1) {
            throw InferenceException.mismatch("BlobTrigger", "<container>/<name>", "'" + path + "'");
        }
        BlobReference blob = new BlobReference(account(uri.replace("\"", "")),
                path.substring(0, slash), path.substring(slash + 1), text(known, "ETag"),
                size(known, "ContentLength"));
        Payload payload = content != null && content.length > 0 && same(content, text(known, "ContentHash"))
                ? Payload.of(content, "")
                : null;
        return trigger(payload != null && !blob.eTag().isEmpty() ? item(blob, payload) : streamed(blob),
                invocation);
    }

    // Some versions of the host write objects where others write texts.
    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    private static long size(JsonObject object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : -1;
    }

    /** Whether bytes read at some other moment are those of the version that the properties describe. */
    private static boolean same(byte[] content, String md5) {
        try {
            return !md5.isEmpty() && MessageDigest.isEqual(Base64.getDecoder().decode(md5),
                    MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException | IllegalArgumentException unusable) {
            return false;
        }
    }

    /** An event of Event Grid, in its own schema or as a CloudEvent; other than of new blobs it holds nothing. */
    public BlobTrigger gridEvent(JsonObject event, Invocation invocation) {
        String type = event.string("eventType", event.string("type", ""));
        if (!type.equals(CREATED) || BEGUN.contains(event.required("data").string("api", ""))) {
            return new BlobTrigger(invocation.id(), Ordering.NONE, List.of(), invocation.deadline());
        }
        JsonObject data = event.required("data");
        // The subject holds the name as it is; how much of the address is encoded depends on who uploaded.
        String subject = event.string("subject");
        int name = subject.indexOf(BLOBS, SUBJECT.length());
        if (!subject.startsWith(SUBJECT) || name < 0) {
            throw InferenceException.mismatch(event.at("subject"), SUBJECT + "<container>" + BLOBS + "<name>",
                    "'" + subject + "'");
        }
        BlobReference blob = new BlobReference(account(data.string("url")),
                subject.substring(SUBJECT.length(), name), subject.substring(name + BLOBS.length()),
                text(data, "eTag"), size(data, "contentLength"));
        return trigger(streamed(blob), invocation);
    }

    /** What a queue says of a blob: an event of Event Grid, or one that the host gave up, of an account. */
    public BlobTrigger queued(JsonObject message, String account, Invocation invocation) {
        if (!message.has("BlobName")) {
            return gridEvent(message, invocation);
        }
        if (account.isBlank()) {
            throw InferenceException.mismatch("THAW_BLOB_ACCOUNT",
                    "whose blobs the messages of the poison queue name", "nothing");
        }
        BlobReference blob = new BlobReference(account, message.string("ContainerName"),
                message.string("BlobName"),
                message.string("ETag", ""), -1);
        return trigger(streamed(blob), invocation);
    }

    /** The first label of the host; of an address by number, as the emulator's, the first part of the path. */
    private static String account(String url) {
        // Names may hold what an address may not: only what is in front of them counts.
        String[] parts = url.split("/", 5);
        if (parts.length < 4 || !parts[1].isEmpty()) {
            throw InferenceException.mismatch("url", "the address of a blob", "'" + url + "'");
        }
        String host = parts[2].replaceFirst(":\\d+$", "");
        return host.matches("[0-9.]+|localhost") ? parts[3] : host.split("\\.")[0];
    }

    /** The blob as a stream. Its version and its size are asked for where nobody told them: it may change, and be too large. */
    private TriggerItem streamed(BlobReference told) {
        BlobReference blob = told.eTag().isEmpty() || told.size() < 0 ? asked(told) : told;
        return item(blob, Payload.streamed(() -> blobs.open(blob), blob.size(), ""));
    }

    private BlobReference asked(BlobReference blob) {
        try {
            return blobs.current(blob);
        } catch (InferenceException gone) {
            if (gone.retryable()) {
                throw gone;
            }
            // Found so once more when it is read, and set aside.
            return blob;
        }
    }

    private static TriggerItem item(BlobReference blob, Payload payload) {
        return new TriggerItem(blob.toString(), blob.toString(), "", blob.toString(), payload);
    }

    private static BlobTrigger trigger(TriggerItem item, Invocation invocation) {
        return new BlobTrigger(invocation.id(), Ordering.NONE, List.of(item), invocation.deadline());
    }
}
