package thaw.gcp.auth;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thaw.InferenceException;
import thaw.json.Json;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tokens signed by keys of the test's own, which an endpoint of its own publishes as Google does. */
class PushTokensTest {

    private static final long NOW = 1_772_439_329;
    private static final String AUDIENCE = "https://risk-abc.a.run.app/";
    private static final String ACCOUNT = "pusher@example.iam.gserviceaccount.com";

    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();
    private volatile String keyId = "k1";
    private KeyPair key;
    private KeyPair another;
    private HttpServer issuer;
    private volatile int status = 200;

    @BeforeEach
    void publishKeys() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        another = generator.generateKeyPair();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/certs", exchange -> {
            fetched.incrementAndGet();
            byte[] set = Json.bytes(Map.of("keys", List.of(published(keyId, (RSAPublicKey) key.getPublic()),
                    Map.of("kty", "EC", "kid", "k2", "crv", "P-256"))));
            exchange.sendResponseHeaders(status, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    private static Map<String, Object> published(String id, RSAPublicKey key) {
        return Map.of("kty", "RSA", "alg", "RS256", "use", "sig", "kid", id, "n",
                coded(unsigned(key.getModulus().toByteArray())), "e",
                coded(key.getPublicExponent().toByteArray()));
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static String coded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private PushTokens tokens() {
        return tokens(Optional.of(ACCOUNT));
    }

    private PushTokens tokens(Optional<String> account) {
        return new PushTokens(
                new PushSettings(Optional.of(AUDIENCE), account, "https://accounts.google.com",
                        "http://127.0.0.1:" + issuer.getAddress().getPort() + "/certs"),
                Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC), passed::get);
    }

    private static Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "https://accounts.google.com");
        claims.put("aud", AUDIENCE);
        claims.put("email", ACCOUNT);
        claims.put("email_verified", true);
        claims.put("iat", NOW - 100);
        claims.put("exp", NOW + 3500);
        return claims;
    }

    private static Map<String, Object> claims(String name, Object value) {
        Map<String, Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    private static String token(Map<String, ?> header, Map<String, ?> claims, KeyPair signer) {
        String signed = coded(Json.bytes(header)) + "." + coded(Json.bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return "Bearer " + signed + "." + coded(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private String token(Map<String, ?> claims) {
        return token(Map.of("alg", "RS256", "kid", "k1", "typ", "JWT"), claims, key);
    }

    private static int refusal(PushTokens tokens, String authorization) {
        return assertThrows(PushTokens.Refused.class, () -> tokens.verify(authorization), authorization)
                .status();
    }

    @Test
    void takesTheTokenOfTheConfiguredPusherAndFetchesKeysOnce() {
        PushTokens tokens = tokens();
        for (int i = 0; i < 5; i++) {
            assertDoesNotThrow(() -> tokens.verify(token(claims())));
        }
        assertDoesNotThrow(() -> tokens.verify(token(claims("iss", "accounts.google.com"))));
        assertDoesNotThrow(() -> tokens.verify(token(claims("aud", List.of("another", AUDIENCE)))));
        assertDoesNotThrow(() -> tokens.verify(token(claims("exp", NOW - 30))), "clocks differ");
        assertEquals(1, fetched.get());
    }

    @Test
    void refusesWhatProvesNothing() {
        PushTokens tokens = tokens();
        for (String header : List.of("", "Basic dTpw", "Bearer ", "Bearer a.b", "Bearer a.b.c", "Bearer ..",
                "Bearer e30.e30.", "Bearer bnVsbA.bnVsbA.")) {
            assertEquals(401, refusal(tokens, header), header);
        }
        assertEquals(401, refusal(tokens, token(Map.of("alg", "RS256", "kid", "k1"), claims(), another)));
        assertEquals(401, refusal(tokens, token(Map.of("alg", "none", "kid", "k1"), claims(), key)));
        assertEquals(401, refusal(tokens, token(Map.of("alg", "HS256", "kid", "k1"), claims(), key)));
        assertEquals(401, refusal(tokens, token(Map.of("kid", "k1"), claims(), key)));
        assertEquals(401, refusal(tokens, token(Map.of("alg", "RS256", "kid", "k2"), claims(), key)));
        String good = token(claims());
        assertEquals(401, refusal(tokens, good.substring(0, good.lastIndexOf('.') + 1)),
                "its signature cut off");
    }

    @Test
    void refusesAnotherIssuerAndOtherTimes() {
        PushTokens tokens = tokens();
        assertEquals(401, refusal(tokens, token(claims("iss", "https://evil.example"))));
        assertEquals(401, refusal(tokens, token(claims("exp", NOW - 61))));
        assertEquals(401, refusal(tokens, token(claims("exp", "soon"))));
        assertEquals(401, refusal(tokens, token(claims("iat", NOW + 120))));
    }

    @Test
    void forbidsWhatIsForAnotherOrOfAnother() {
        PushTokens tokens = tokens();
        assertEquals(403, refusal(tokens, token(claims("aud", "https://another.a.run.app/"))));
        assertEquals(403, refusal(tokens, token(claims("email", "other@example.iam.gserviceaccount.com"))));
        assertEquals(403, refusal(tokens, token(claims("email_verified", false))));
    }

    @Test
    void doesNotAskForEveryUnknownKey() {
        PushTokens tokens = tokens();
        for (int i = 0; i < 20; i++) {
            String unknown = token(Map.of("alg", "RS256", "kid", "made up " + i), claims(), another);
            assertEquals(401, refusal(tokens, unknown));
        }
        assertEquals(1, fetched.get());
    }

    @Test
    void takesTheNextKeyOfTheIssuerAndNoLongerTheLast() {
        PushTokens tokens = tokens();
        assertDoesNotThrow(() -> tokens.verify(token(claims())));
        String last = token(claims());
        key = another;
        keyId = "k3";
        String next = token(Map.of("alg", "RS256", "kid", "k3"), claims(), another);
        passed.addAndGet(Duration.ofSeconds(31).toNanos());
        assertDoesNotThrow(() -> tokens.verify(next));
        assertEquals(401, refusal(tokens, last));
        passed.addAndGet(Duration.ofHours(2).toNanos());
        status = 500;
        assertDoesNotThrow(() -> tokens.verify(next), "while there are no newer ones to be had");
        assertEquals(3, fetched.get());
    }

    @Test
    void forbidsAnUnverifiedEmailThoughTheAudienceAloneIsAskedFor() {
        PushTokens tokens = tokens(Optional.empty());
        assertDoesNotThrow(() -> tokens.verify(token(claims("email", "other@example.com"))));
        assertEquals(403, refusal(tokens, token(claims("email_verified", false))));
        assertEquals(403, refusal(tokens, token(claims("email_verified", "true"))));
        Map<String, Object> unsaid = claims();
        unsaid.remove("email_verified");
        assertEquals(403, refusal(tokens, token(unsaid)));
    }

    @Test
    void isUnavailableWithoutKeys() {
        status = 500;
        InferenceException failure = assertThrows(InferenceException.class,
                () -> tokens().verify(token(claims())));
        assertTrue(failure.retryable(), "the push comes again");
    }

    @Test
    void checksNothingUnlessToldTo() {
        assertTrue(PushSettings.of(Map.of("THAW_PUSH_ISSUER", "x", "THAW_PUSH_AUDIENCE", " ")).isEmpty());
        assertEquals(Optional.of("a"),
                PushSettings.of(Map.of("THAW_PUSH_AUDIENCE", "a")).orElseThrow().audience());
    }

    @Test
    void saysWhatToDoWhereCloudRunHasTakenTheSignature() {
        String good = token(claims());
        String stripped = good.substring(0, good.lastIndexOf('.') + 1) + "SIGNATURE_REMOVED_BY_GOOGLE";
        PushTokens.Refused refused = assertThrows(PushTokens.Refused.class,
                () -> tokens().verify(stripped));
        assertEquals(401, refused.status(), "nobody can tell it from a forged one");
        assertTrue(refused.getMessage().contains("unset THAW_PUSH_AUDIENCE"), refused.getMessage());
    }
}
