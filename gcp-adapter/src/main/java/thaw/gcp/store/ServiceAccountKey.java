package thaw.gcp.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * A service account's key file.
 *
 * @param file         its name, for messages
 * @param email        of the account
 * @param keyId        of the key
 * @param key          to sign with
 * @param tokenAddress where a signed assertion is exchanged for a token
 */
record ServiceAccountKey(String file, String email, String keyId, PrivateKey key, String tokenAddress) {

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final long SECONDS = 3600;

    /**
     * Reads the file.
     *
     * @throws InferenceException malformed, if it is no such file; the key itself is in no message
     */
    static ServiceAccountKey read(String file) {
        try {
            JsonObject fields = JsonObject.parse(Files.readAllBytes(Path.of(file)), file);
            if (!fields.string("type").equals("service_account")) {
                throw InferenceException.mismatch(fields.at("type"), "service_account",
                        "'" + fields.string("type") + "'");
            }
            return new ServiceAccountKey(file, fields.string("client_email"),
                    fields.string("private_key_id", ""), key(fields),
                    fields.string("token_uri", "https://oauth2.googleapis.com/token"));
        } catch (IOException unreadable) {
            throw InferenceException.unavailable("GOOGLE_APPLICATION_CREDENTIALS",
                    "'" + file + "' cannot be read: " + unreadable, unreadable);
        }
    }

    private static PrivateKey key(JsonObject fields) {
        String body = fields.string("private_key").replaceAll("-----[A-Z ]+-----|\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw InferenceException.malformed(fields.at("private_key"), "expected an RSA key in PKCS #8",
                    broken);
        }
    }

    /** Says who asks, signed. */
    String assertion() {
        long now = Instant.now().getEpochSecond();
        String signed = coded(Map.of("alg", "RS256", "typ", "JWT", "kid", keyId)) + "."
                + coded(Map.of("iss", email, "scope", SCOPE, "aud", tokenAddress, "iat", now, "exp",
                        now + SECONDS));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException unusable) {
            throw InferenceException.unavailable(file, "its key cannot sign: " + unusable, unusable);
        }
    }

    private static String coded(Map<String, ?> fields) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(fields));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return email;
    }
}
