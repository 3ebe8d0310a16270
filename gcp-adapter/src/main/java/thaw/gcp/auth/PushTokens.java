package thaw.gcp.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * Verifies the token that a push subscription, or Eventarc, puts into its requests: signed with RS256 by the issuer, not
 * expired, for this audience, of this account. Whatever else a token may ask for, another algorithm above all, is refused.
 * Thread-safe.
 */
public final class PushTokens {

    private static final String BEARER = "bearer ";
    // What IAM of Cloud Run leaves of the signature of a token that it has verified.
    private static final String REMOVED = "SIGNATURE_REMOVED_BY_GOOGLE";
    // Clocks differ; Google's own libraries allow as much.
    private static final long SKEW = Duration.ofMinutes(1).toSeconds();

    private final PushSettings settings;
    private final KeySet keys;
    private final Clock clock;

    /** Verifies by the clock of this machine. */
    public PushTokens(PushSettings settings) {
        this(settings, Clock.systemUTC(), System::nanoTime);
    }

    PushTokens(PushSettings settings, Clock clock, LongSupplier nanos) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.keys = new KeySet(settings.keys(), nanos);
        this.clock = clock;
    }

    /** A refusal: what is wrong with a token. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final int status;

        private Refused(int status, String reason) {
            super(reason);
            this.status = status;
        }

        /** 401 for a token that proves nothing, 403 for one that proves another. */
        public int status() {
            return status;
        }
    }

    /**
     * Returns if the header's token is good.
     *
     * @param authorization the value of the header; empty if there is none
     * @throws Refused            if it is not
     * @throws InferenceException unavailable, if the keys to tell it by cannot be had
     */
    public void verify(String authorization) throws Refused {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unproven("expected a token, got no header Authorization: Bearer");
        }
        String[] parts = authorization.substring(BEARER.length()).strip().split("\\.", -1);
        if (parts.length != 3) {
            throw unproven("expected a token of three parts, got " + parts.length);
        }
        if (parts[2].equals(REMOVED)) {
            throw unproven("expected a signature, got " + REMOVED
                    + ": IAM of Cloud Run verifies tokens here already;"
                    + " unset THAW_PUSH_AUDIENCE and THAW_PUSH_SERVICE_ACCOUNT, or let everybody in and keep them");
        }
        requireSigned(parts);
        requireClaims(decoded(parts[1]));
    }

    private static Refused unproven(String reason) {
        return new Refused(401, reason);
    }

    private void requireSigned(String[] parts) throws Refused {
        JsonObject header = decoded(parts[0]);
        if (!"RS256".equals(header.get("alg")) || header.has("crit")) {
            throw unproven("expected the algorithm RS256 and no extension, got " + header.get("alg"));
        }
        Optional<PublicKey> key = keys.key(String.valueOf(header.get("kid")));
        if (key.isEmpty() || !signed(parts, key.get())) {
            throw unproven("expected a signature of " + settings.issuer());
        }
    }

    private static boolean signed(String[] parts, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            return false;
        }
    }

    private static JsonObject decoded(String part) throws Refused {
        try {
            JsonObject object = JsonObject.parse(Base64.getUrlDecoder().decode(part), "token");
            if (object.keys().isEmpty()) {
                throw unproven("expected a token, got an empty part");
            }
            return object;
        } catch (IllegalArgumentException | InferenceException broken) {
            throw unproven("expected a token in base64 and JSON");
        }
    }

    private void requireClaims(JsonObject claims) throws Refused {
        long now = clock.instant().getEpochSecond();
        // Some of Google's tokens leave the scheme out.
        String issuer = String.valueOf(claims.get("iss"));
        if (!issuer.equals(settings.issuer()) && !("https://" + issuer).equals(settings.issuer())) {
            throw unproven("expected the issuer " + settings.issuer());
        }
        if (!(claims.get("exp") instanceof Number expiry) || expiry.longValue() + SKEW < now) {
            throw unproven("expected a token that has not expired");
        }
        if (claims.get("iat") instanceof Number issued && issued.longValue() - SKEW > now) {
            throw unproven("expected a token of the past");
        }
        requireReceiver(claims);
    }

    private void requireReceiver(JsonObject claims) throws Refused {
        Object audience = claims.get("aud");
        List<?> audiences = audience instanceof List<?> many ? many : List.of(String.valueOf(audience));
        if (settings.audience().isPresent() && !audiences.contains(settings.audience().get())) {
            throw new Refused(403, "expected a token for the audience " + settings.audience().get());
        }
        // Whoever asks for the audience alone still wants to know whose token it is.
        if (claims.has("email") && !Boolean.TRUE.equals(claims.get("email_verified"))) {
            throw new Refused(403, "expected a token whose e-mail is verified");
        }
        if (settings.email().isPresent() && !settings.email().get().equals(claims.get("email"))) {
            throw new Refused(403, "expected a token of " + settings.email().get());
        }
    }
}
