package thaw.gcp.auth;

import java.util.Map;
import java.util.Optional;

/**
 * What the token of a push must say.
 *
 * @param audience that it is for; empty for any
 * @param email    of the service account that pushes; empty for any
 * @param issuer   who signs
 * @param keys     where the issuer's keys are
 */
public record PushSettings(Optional<String> audience, Optional<String> email, String issuer, String keys) {

    private static final String GOOGLE = "https://accounts.google.com";
    private static final String GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs";

    /** What the variables {@code THAW_PUSH_*} say; nothing, if neither an audience nor an account is wanted. */
    public static Optional<PushSettings> of(Map<String, String> environment) {
        Optional<String> audience = value(environment, "AUDIENCE");
        Optional<String> email = value(environment, "SERVICE_ACCOUNT");
        return audience.isEmpty() && email.isEmpty() ? Optional.empty()
                : Optional.of(new PushSettings(audience, email, value(environment, "ISSUER").orElse(GOOGLE),
                        value(environment, "KEYS").orElse(GOOGLE_KEYS)));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get("THAW_PUSH_" + name)).map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
