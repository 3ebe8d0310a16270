package thaw.azure.store;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The shared access key of a namespace of Service Bus or Event Hubs.
 *
 * @param name of the policy
 * @param key  its key, as it is written
 */
record BusKey(String name, String key) implements Credential {

    private static final Duration VALID = Duration.ofMinutes(15);

    @Override
    public void authorise(Account account, RestRequest request) {
        String resource = encoded(account.endpoint().toString());
        long expiry = Instant.now().plus(VALID).getEpochSecond();
        String signature = Signature.of(resource + "\n" + expiry, key.getBytes(StandardCharsets.UTF_8));
        request.header("authorization", "SharedAccessSignature sr=" + resource + "&sig=" + encoded(signature)
                + "&se=" + expiry + "&skn=" + encoded(name));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
