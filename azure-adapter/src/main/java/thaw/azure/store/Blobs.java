package thaw.azure.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import thaw.InferenceException;
import thaw.azure.event.BlobReference;
import thaw.azure.event.BlobSource;

/**
 * Reads blobs, each as the very version that an event named. Tells apart what is gone for good (set aside), what the
 * function may not read and what is too busy (both come again). Thread-safe.
 */
public final class Blobs implements BlobSource {

    private final Accounts accounts;

    /** Blobs of these accounts; nothing is connected before the first. */
    public Blobs(Accounts accounts) {
        this.accounts = Objects.requireNonNull(accounts, "accounts");
    }

    @Override
    public InputStream open(BlobReference blob) throws IOException {
        RestAnswer answer = ask("GET", blob);
        return answer.stream();
    }

    @Override
    public BlobReference current(BlobReference blob) {
        try (RestAnswer answer = ask("HEAD", blob)) {
            return new BlobReference(blob.account(), blob.container(), blob.name(),
                    answer.header("etag").orElse(""),
                    answer.header("content-length").map(Long::parseLong).orElse(-1L));
        }
    }

    private RestAnswer ask(String method, BlobReference blob) {
        Account account = accounts.account(Service.BLOB, blob.account());
        RestAnswer answer = Rest.send(account, blob.toString(), () -> {
            RestRequest request = RestRequest.of(method, account.at(path(blob.container(), blob.name())));
            return blob.eTag().isEmpty() ? request : request.header("if-match", blob.eTag());
        });
        if (!answer.good()) {
            throw failure(blob.toString(), answer);
        }
        return answer;
    }

    static String path(String container, String name) {
        return "/" + Percent.encode(container) + "/" + Percent.encodePath(name);
    }

    private static InferenceException failure(String place, RestAnswer answer) {
        String code = answer.code();
        return switch (answer.status()) {
            case 404 -> code.equals("ContainerNotFound") || code.equals("ResourceNotFound")
                    ? Rest.refused(place, answer)
                    : InferenceException.notFound(place, "the blob was deleted (" + code + ")");
            case 412 -> InferenceException.notFound(place,
                    "the blob was replaced since (" + code
                            + "), and its new version has an event of its own");
            case 409 -> archived(place, answer, code);
            case 401, 403 ->
                InferenceException.unavailable(place, "this function's identity may not read it ("
                        + code + "): it needs the role Storage Blob Data Reader on the container", null);
            default -> Rest.refused(place, answer);
        };
    }

    private static InferenceException archived(String place, RestAnswer answer, String code) {
        return code.equals("BlobArchived")
                ? InferenceException.unsupported(place, "the blob is archived, and must be rehydrated first")
                : Rest.refused(place, answer);
    }
}
