package thaw.gcp.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * The tokens by which Google knows the function: of the metadata server that every function, service and cluster has, or of
 * a service account's key file. One is used until shortly before it ends. Thread-safe.
 */
final class AccessTokens {

    private static final long EARLY_NANOS = Duration.ofMinutes(4).toNanos();
    private static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

    private final Map<String, String> environment;
    private String token;
    private long ends;

    AccessTokens(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * A token that is good for some minutes.
     *
     * @throws InferenceException unavailable, if there is none to be had
     */
    synchronized String token() {
        if (token == null || ends - System.nanoTime() < EARLY_NANOS) {
            JsonObject answer = fetched();
            token = answer.string("access_token");
            ends = System.nanoTime()
                    + Duration.ofSeconds(answer.integer("expires_in", 0, 0, Integer.MAX_VALUE)).toNanos();
        }
        return token;
    }

    /** The service refused that one: the next call fetches another. */
    synchronized void forget(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
    }

    private JsonObject fetched() {
        String file = environment.getOrDefault("GOOGLE_APPLICATION_CREDENTIALS", "");
        if (file.isEmpty()) {
            return JsonObject.parse(metadata("instance/service-accounts/default/token"), "metadata server");
        }
        ServiceAccountKey key = ServiceAccountKey.read(file);
        byte[] form = (GRANT + key.assertion()).getBytes(StandardCharsets.US_ASCII);
        return JsonObject.parse(
                sent(Exchange.post(key.tokenAddress(), "application/x-www-form-urlencoded", form)),
                "answer of " + key.tokenAddress());
    }

    /** What the metadata server says at that path. */
    byte[] metadata(String path) {
        String host = Objects.requireNonNullElse(environment.get("GCE_METADATA_HOST"),
                "metadata.google.internal");
        return sent(Exchange.get("http://" + host + "/computeMetadata/v1/" + path).with("Metadata-Flavor",
                "Google"));
    }

    private static byte[] sent(Exchange exchange) {
        try {
            Exchange.Reply reply = exchange.send();
            if (reply.refused()) {
                throw InferenceException.unavailable(exchange.address(), "refused: " + reply.reason(), null);
            }
            return reply.body();
        } catch (IOException failure) {
            throw InferenceException.unavailable(exchange.address(),
                    "cannot be reached: " + failure
                            + "; outside Google Cloud, GOOGLE_APPLICATION_CREDENTIALS names a key file",
                    failure);
        }
    }
}
