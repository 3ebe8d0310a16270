package thaw.infra;

import java.util.Map;
import java.util.TreeMap;

import thaw.infra.FakeCloud.Answer;

/** Blobs by their URLs, as far as Terraform makes and reads them. */
final class FakeStorage {

    private final Map<String, byte[]> things = new TreeMap<>();

    Answer answer(Request request) {
        String name = request.host() + request.path();
        if (request.method().equals("PUT")) {
            boolean whole = !request.query().containsKey("comp");
            if (whole) {
                things.put(name, request.body());
            }
            return described(whole ? 201 : 200, name);
        }
        if (request.method().equals("DELETE")) {
            things.remove(name);
            return described(202, name);
        }
        return things.containsKey(name) ? described(200, name)
                : new Answer(404, FakeCloud.object(), Map.of("x-ms-error-code", "BlobNotFound"));
    }

    private Answer described(int status, String name) {
        return new Answer(status, FakeCloud.object(),
                Map.of("x-ms-blob-type", "BlockBlob", "Content-Type", "application/zip", "x-ms-access-tier",
                        "Hot", "Content-MD5",
                        Request.md5(things.getOrDefault(name, new byte[0])), "x-ms-server-encrypted", "true",
                        "ETag", "\"1\""));
    }
}
