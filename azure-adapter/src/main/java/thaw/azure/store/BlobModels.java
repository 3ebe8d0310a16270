package thaw.azure.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import thaw.InferenceException;
import thaw.hosting.ObjectStore;

/** A storage account as a store of models; a key begins with the container's name. Thread-safe. */
public final class BlobModels implements ObjectStore {

    private final Account account;

    /** The models in an account. */
    public BlobModels(Accounts accounts, String name) {
        this.account = Objects.requireNonNull(accounts, "accounts").account(Service.BLOB, name);
    }

    @Override
    public List<StoredObject> list(String prefix) {
        String container = container(prefix);
        String within = prefix.substring(Math.min(prefix.length(), container.length() + 1));
        List<StoredObject> objects = new ArrayList<>();
        BlobListing page;
        String marker = "";
        do {
            page = page(container, within, marker);
            objects.addAll(page.blobs());
            marker = page.next();
        } while (!marker.isEmpty());
        return objects;
    }

    private static String container(String key) {
        return key.split("/", 2)[0];
    }

    private BlobListing page(String container, String prefix, String marker) {
        String place = address(container + "/" + prefix);
        try (RestAnswer answer = Rest.send(account, place,
                () -> RestRequest.of("GET", account.at("/" + Percent.encode(container)
                        + "?restype=container&comp=list&prefix=" + Percent.encode(prefix)
                        + (marker.isEmpty() ? "" : "&marker=" + Percent.encode(marker)))))) {
            if (!answer.good()) {
                throw failure(place, answer);
            }
            return BlobListing.read(answer.stream(), container);
        } catch (IOException failure) {
            throw InferenceException.unavailable(place, "cannot be listed: " + failure, failure);
        }
    }

    @Override
    public Range read(StoredObject object, long first, long last) throws Replaced, IOException {
        String container = container(object.key());
        String place = address(object.key());
        RestAnswer answer = Rest.send(account, place,
                () -> RestRequest
                        .of("GET",
                                account.at(Blobs.path(container,
                                        object.key().substring(container.length() + 1))))
                        .header("if-match", object.version()).header("range", "bytes=" + first + "-" + last));
        if (answer.status() == 412 || answer.status() == 404) {
            throw new Replaced(place, null);
        }
        if (!answer.good()) {
            throw failure(place, answer);
        }
        return new Range(answer.stream(), digest(answer));
    }

    /** Blobs that were put whole have an MD5; of a range it comes under a name of its own. */
    private static Optional<Digest> digest(RestAnswer answer) {
        return answer.header("x-ms-blob-content-md5")
                .or(() -> answer.status() == 200 ? answer.header("content-md5") : Optional.empty())
                .map(text -> new Digest(Algorithm.MD5,
                        HexFormat.of().formatHex(Base64.getDecoder().decode(text))));
    }

    private static InferenceException failure(String place, RestAnswer answer) {
        boolean denied = answer.status() == 401 || answer.status() == 403;
        return denied
                ? InferenceException.unavailable(place, "this function's identity may not read its model ("
                        + answer.code() + "): it needs the role Storage Blob Data Reader", null)
                : Rest.refused(place, answer);
    }

    @Override
    public String address(String key) {
        return "azblob://" + account.name() + "/" + key;
    }
}
