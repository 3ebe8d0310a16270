package thaw.gcp.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thaw.InferenceException;
import thaw.gcp.FakeGoogle;
import thaw.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AccessTokensTest {

    @TempDir
    private Path folder;

    private FakeGoogle google;

    @BeforeEach
    void start() throws IOException {
        google = new FakeGoogle();
    }

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void asksTheMetadataServerOnceAndAgainWhenATokenIsRefused() {
        AccessTokens tokens = new AccessTokens(google.environment());
        String first = tokens.token();
        assertEquals(first, tokens.token());
        tokens.forget("another");
        assertEquals(first, tokens.token());
        tokens.forget(first);
        assertFalse(first.equals(tokens.token()));
    }

    @Test
    void asksTheMetadataServerForTheProjectThatNoVariableNames() {
        Map<String, String> environment = new HashMap<>(google.environment());
        environment.put("GOOGLE_CLOUD_PROJECT", "");
        assertEquals("example", new GoogleClient(environment).project());
    }

    private Path key(Map<String, ?> fields) throws IOException {
        return Files.write(folder.resolve("key.json"), Json.bytes(fields));
    }

    @Test
    void exchangesASignedAssertionOfAKeyFile() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Path file = key(Map.of("type", "service_account", "client_email", "f@example", "private_key", pem,
                "private_key_id", "k", "token_uri", google.uri() + "/computeMetadata/token"));
        assertFalse(new AccessTokens(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString())).token()
                .isEmpty());
    }

    @Test
    void saysWhatIsWrongWithAKeyFile() throws IOException {
        Path file = key(Map.of("type", "authorized_user"));
        AccessTokens tokens = new AccessTokens(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
        String reason = assertThrows(InferenceException.class, tokens::token).getMessage();
        assertTrue(reason.contains("expected service_account, got 'authorized_user'"), reason);
        AccessTokens missing = new AccessTokens(Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/no/such/file"));
        assertTrue(assertThrows(InferenceException.class, missing::token).getMessage()
                .startsWith("GOOGLE_APPLICATION_CREDENTIALS"));
    }
}
