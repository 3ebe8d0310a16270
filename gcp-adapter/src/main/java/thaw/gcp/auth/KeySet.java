package thaw.gcp.auth;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * An issuer's public keys, fetched when the first is needed, again after an hour, and for a key that is not among them,
 * though not more often than each half minute. Old keys stay good while new ones cannot be had. Thread-safe.
 */
final class KeySet {

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int OK = 200;
    private static final long FRESH = Duration.ofHours(1).toNanos();
    private static final long PAUSE = Duration.ofSeconds(30).toNanos();

    private final String address;
    private final LongSupplier nanos;
    private Map<String, PublicKey> keys = Map.of();
    private long fetched;

    /**
     * The keys at that address.
     *
     * @param nanos a clock that only goes forward
     */
    KeySet(String address, LongSupplier nanos) {
        this.address = address;
        this.nanos = nanos;
    }

    /**
     * The key of that id, if the issuer has one.
     *
     * @throws InferenceException unavailable, if no keys can be had
     */
    synchronized Optional<PublicKey> key(String id) {
        long age = nanos.getAsLong() - fetched;
        if (keys.isEmpty() || age > FRESH || !keys.containsKey(id) && age > PAUSE) {
            refresh();
        }
        return Optional.ofNullable(keys.get(id));
    }

    private void refresh() {
        try {
            keys = read(JsonObject.parse(bytes(), address));
        } catch (IOException | InferenceException failure) {
            if (keys.isEmpty()) {
                throw InferenceException.unavailable(address,
                        "the keys that sign pushes cannot be fetched: " + failure.getMessage(), failure);
            }
        }
        fetched = nanos.getAsLong();
    }

    private byte[] bytes() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (connection.getResponseCode() != OK) {
            throw new IOException("HTTP " + connection.getResponseCode());
        }
        try (InputStream stream = connection.getInputStream()) {
            return stream.readAllBytes();
        }
    }

    private static Map<String, PublicKey> read(JsonObject set) {
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonObject key : set.objects("keys")) {
            if (key.string("kty", "").equals("RSA") && key.string("use", "sig").equals("sig")) {
                keys.put(key.string("kid", ""), rsa(key));
            }
        }
        return Map.copyOf(keys);
    }

    private static PublicKey rsa(JsonObject key) {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw InferenceException.malformed(key.at("n"), "expected an RSA key", broken);
        }
    }

    private static BigInteger number(JsonObject key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.string(name)));
    }
}
