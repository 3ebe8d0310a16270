package thaw.gcp.store;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import thaw.InferenceException;
import thaw.hosting.Backoff;
import thaw.json.Json;

/**
 * Speaks to Google's services as the function's account. What a busy service refuses is sent again a few times: each
 * request here may be, since it says itself what it must not do twice. Thread-safe.
 */
public final class GoogleClient {

    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);
    // Firestore's emulator asks for it, the others for nothing.
    private static final String EMULATORS = "owner";
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;

    private final Map<String, String> environment;
    private final AccessTokens tokens;
    private volatile String project;

    /** A client that finds emulators, project and credentials in that environment; nothing is connected yet. */
    public GoogleClient(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.tokens = new AccessTokens(environment);
    }

    /**
     * The project that short names belong to.
     *
     * @throws InferenceException malformed, if it is nowhere told
     */
    String project() {
        if (project == null) {
            project = knownProject().orElseGet(this::askedProject);
        }
        return project;
    }

    /** The project, if the environment says it. */
    public Optional<String> knownProject() {
        return Stream.of("GOOGLE_CLOUD_PROJECT", "GCP_PROJECT", "GCLOUD_PROJECT")
                .map(name -> environment.getOrDefault(name, "")).filter(text -> !text.isEmpty()).findFirst();
    }

    private String askedProject() {
        try {
            return new String(tokens.metadata("project/project-id"), StandardCharsets.UTF_8).strip();
        } catch (InferenceException unreachable) {
            throw InferenceException.mismatch("GOOGLE_CLOUD_PROJECT",
                    "the project of places that do not name theirs",
                    "nothing, and " + unreachable.getMessage());
        }
    }

    String address(Api api, String path) {
        return api.address(environment) + path;
    }

    /** Posts a tree as JSON. */
    Exchange.Reply post(Api api, String path, Object tree, String place) {
        return send(api, Exchange.post(address(api, path), "application/json", Json.bytes(tree)), place);
    }

    /**
     * The answer, when the service is not too busy for one; it may still be a refusal.
     *
     * @param place what is asked, for messages
     * @throws InferenceException unavailable, if it stays busy or cannot be reached
     */
    Exchange.Reply send(Api api, Exchange exchange, String place) {
        for (int tries = 1;; tries++) {
            String token = token(api);
            try {
                Exchange.Reply reply = authorised(exchange, token).send();
                if (reply.status() == UNAUTHORISED) {
                    tokens.forget(token);
                }
                if (!again(reply.status()) || tries == Backoff.TRIES) {
                    return reply;
                }
            } catch (IOException failure) {
                if (tries == Backoff.TRIES) {
                    throw InferenceException.unavailable(place, "cannot be reached: " + failure, failure);
                }
            }
            Backoff.await(tries, place);
        }
    }

    private static boolean again(int status) {
        return BUSY.contains(status) || status == UNAUTHORISED;
    }

    /** As {@link #send}, with the body of the answer to be read as a stream. */
    HttpURLConnection open(Api api, Exchange exchange, String place) throws IOException {
        for (int tries = 1;; tries++) {
            String token = token(api);
            HttpURLConnection connection = authorised(exchange, token).open();
            int status = connection.getResponseCode();
            if (!again(status) || tries == Backoff.TRIES) {
                return connection;
            }
            if (status == UNAUTHORISED) {
                tokens.forget(token);
            }
            connection.disconnect();
            Backoff.await(tries, place);
        }
    }

    private String token(Api api) {
        return api.emulated(environment) ? EMULATORS : tokens.token();
    }

    private static Exchange authorised(Exchange exchange, String token) {
        return exchange.with("Authorization", "Bearer " + token);
    }

    /**
     * What a refusal means for a place that results go to or models come from: not there just now, for it is the
     * deployment's fault and not the event's.
     *
     * @param needed the role that would allow it
     */
    static InferenceException unavailable(String place, int status, String reason, String needed) {
        String text = status == FORBIDDEN || status == UNAUTHORISED
                ? "this function's service account may not do that (" + reason + "): it needs " + needed
                : "refused: " + reason;
        return InferenceException.unavailable(place, text, null);
    }
}
