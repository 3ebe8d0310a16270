package thaw.gcp.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import thaw.InferenceException;
import thaw.gcp.event.BlobReference;
import thaw.gcp.event.BlobSource;
import thaw.hosting.WholeStream;

/**
 * Reads objects of Cloud Storage, each as the very generation that an event named. Tells apart what is gone for good (set
 * aside), what the function may not read and what is too busy (both come again). Thread-safe.
 */
public final class StorageObjects implements BlobSource {

    private static final int REFUSED = 300;
    private static final int NOT_FOUND = 404;

    private final GoogleClient client;

    /** Reads through that client. */
    public StorageObjects(GoogleClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    @Override
    public InputStream open(BlobReference object) throws IOException {
        String path = path(object.bucket(), object.name()) + "?alt=media"
                + (object.generation().isEmpty() ? "" : "&generation=" + coded(object.generation()));
        HttpURLConnection connection = client.open(Api.STORAGE,
                Exchange.get(client.address(Api.STORAGE, path)), object.toString());
        int status = connection.getResponseCode();
        if (status < REFUSED) {
            return new Connection(connection);
        }
        try (InputStream error = connection.getErrorStream()) {
            throw failure(object.toString(), new Exchange.Reply(status,
                    error == null ? new byte[0] : error.readAllBytes()));
        }
    }

    /** The address of an object's resource; a name may hold any character, also a slash. */
    static String path(String bucket, String name) {
        return "/storage/v1/b/" + coded(bucket) + "/o/" + coded(name);
    }

    static String coded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static InferenceException failure(String place, Exchange.Reply refused) {
        boolean noBucket = refused.reason().contains("bucket does not exist");
        if (refused.status() == NOT_FOUND && !noBucket) {
            return InferenceException.notFound(place, "the object was deleted or replaced since");
        }
        return GoogleClient.unavailable(place, refused.status(), refused.reason(),
                "roles/storage.objectViewer on the bucket");
    }

    /** A stream that gives the connection up, rather than read a large object to its end, when it is left early. */
    private static final class Connection extends FilterInputStream {
        private final HttpURLConnection connection;
        private boolean ended;

        Connection(HttpURLConnection connection) throws IOException {
            super(new WholeStream(connection.getInputStream(), connection.getContentLengthLong()));
            this.connection = connection;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            ended |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                connection.disconnect();
            }
        }
    }
}
