package thaw.gcp.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import thaw.hosting.ObjectStore;
import thaw.json.JsonObject;

/** A bucket that models are fetched from: an object's version is its generation. Thread-safe. */
public final class StorageBucket implements ObjectStore {

    private static final String NEEDED = "roles/storage.objectViewer on the models' bucket";
    private static final int REFUSED = 300;
    private static final int NOT_FOUND = 404;
    private static final int CHANGED = 412;

    private final GoogleClient client;
    private final String bucket;
    private final Map<StoredObject, Digest> digests = new ConcurrentHashMap<>();

    /** Reads through that client. */
    public StorageBucket(GoogleClient client, String bucket) {
        this.client = Objects.requireNonNull(client, "client");
        this.bucket = Objects.requireNonNull(bucket, "bucket");
    }

    @Override
    public List<StoredObject> list(String prefix) {
        List<StoredObject> objects = new ArrayList<>();
        String next = "";
        do {
            JsonObject page = page(prefix, next);
            page.objects("items").forEach(item -> objects.add(stored(item)));
            next = page.string("nextPageToken", "");
        } while (!next.isEmpty());
        return objects;
    }

    private JsonObject page(String prefix, String token) {
        String path = "/storage/v1/b/" + StorageObjects.coded(bucket) + "/o?prefix="
                + StorageObjects.coded(prefix)
                + "&fields=nextPageToken,items(name,size,generation,crc32c)"
                + (token.isEmpty() ? "" : "&pageToken=" + StorageObjects.coded(token));
        Exchange.Reply reply = client.send(Api.STORAGE, Exchange.get(client.address(Api.STORAGE, path)),
                address(prefix));
        if (reply.refused()) {
            throw GoogleClient.unavailable(address(prefix), reply.status(), reply.reason(), NEEDED);
        }
        return reply.json();
    }

    private StoredObject stored(JsonObject item) {
        StoredObject object = new StoredObject(item.string("name"), Long.parseLong(item.string("size", "0")),
                item.string("generation"));
        String sum = item.string("crc32c", "");
        if (!sum.isEmpty()) {
            digests.put(object, new Digest(Algorithm.CRC32C,
                    HexFormat.of().formatHex(Base64.getDecoder().decode(sum))));
        }
        return object;
    }

    @Override
    public Range read(StoredObject object, long first, long last) throws Replaced, IOException {
        String address = address(object.key());
        String path = StorageObjects.path(bucket, object.key()) + "?alt=media&generation="
                + StorageObjects.coded(object.version());
        HttpURLConnection connection = client.open(Api.STORAGE,
                Exchange.get(client.address(Api.STORAGE, path)).with("Range", "bytes=" + first + "-" + last),
                address);
        int status = connection.getResponseCode();
        if (status == NOT_FOUND || status == CHANGED) {
            throw new Replaced(address, null);
        }
        if (status >= REFUSED) {
            throw GoogleClient.unavailable(address, status, "HTTP " + status, NEEDED);
        }
        InputStream bytes = connection.getInputStream();
        return new Range(bytes, Optional.ofNullable(digests.get(object)));
    }

    @Override
    public String address(String key) {
        return "gs://" + bucket + "/" + key;
    }
}
