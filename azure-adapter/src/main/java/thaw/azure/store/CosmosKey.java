package thaw.azure.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The primary key of an account of Cosmos DB.
 *
 * @param key decoded
 */
record CosmosKey(byte[] key) implements Credential {

    @Override
    public void authorise(Account account, RestRequest request) {
        String date = Signature.now().toLowerCase(Locale.ROOT);
        String path = request.uri().getPath().substring(1);
        // A document is signed as itself, a new one as the container that takes it.
        String link = path.endsWith("/docs") ? path.substring(0, path.length() - "/docs".length()) : path;
        String text = String.join("\n", request.method().toLowerCase(Locale.ROOT), "docs", link, date, "",
                "");
        request.header("x-ms-date", date).header("authorization", URLEncoder.encode(
                "type=master&ver=1.0&sig=" + Signature.of(text, key), StandardCharsets.UTF_8));
    }
}
