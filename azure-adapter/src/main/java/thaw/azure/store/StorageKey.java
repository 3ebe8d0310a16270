package thaw.azure.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shared key of a storage account, for the emulator and for accounts that still allow it.
 *
 * @param key decoded
 */
record StorageKey(byte[] key) implements Credential {

    static final String VERSION = "2021-12-02";

    @Override
    public void authorise(Account account, RestRequest request) {
        request.header("x-ms-date", Signature.now());
        request.header("x-ms-version", VERSION);
        String resource = "/" + account.name() + request.uri().getRawPath();
        boolean table = account.service() == Service.TABLE;
        String signed = table ? request.header("x-ms-date") + "\n" + resource
                : text(request) + resource + canonicalQuery(request.uri().getRawQuery());
        request.header("authorization", (table ? "SharedKeyLite " : "SharedKey ") + account.name() + ":"
                + Signature.of(signed, key));
    }

    private static String text(RestRequest request) {
        String length = request.body().length == 0 ? "" : Integer.toString(request.body().length);
        StringBuilder text = new StringBuilder(String.join("\n", request.method(), "", "", length,
                request.header("content-md5"), request.header("content-type"), "", "",
                request.header("if-match"), request.header("if-none-match"), "", request.header("range")))
                .append('\n');
        request.headers().forEach((name, value) -> {
            if (name.startsWith("x-ms-")) {
                text.append(name).append(':').append(value.trim()).append('\n');
            }
        });
        return text.toString();
    }

    private static String canonicalQuery(String query) {
        Map<String, String> sorted = new TreeMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            sorted.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        StringBuilder text = new StringBuilder();
        sorted.forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
        return text.toString();
    }
}
