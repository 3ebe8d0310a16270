package thaw.azure.store;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;

import thaw.InferenceException;
import thaw.hosting.Backoff;

/** Sends requests to an account and tries again what a busy service refuses. Thread-safe. */
final class Rest {

    // Less than an invocation lasts, so that a failure can still be told.
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(10);
    private static final Set<Integer> BUSY = Set.of(408, 429, 500, 502, 503, 504);

    private Rest() {}

    /** A request, made anew for each try: its date is signed. */
    interface Maker {
        RestRequest make();
    }

    /**
     * Sends until the service is not busy, a few times.
     *
     * @param place for messages
     * @throws InferenceException unavailable, if it cannot be reached, or stays busy
     */
    static RestAnswer send(Account account, String place, Maker maker) {
        for (int tries = 1;; tries++) {
            try {
                RestAnswer answer = once(account, maker.make());
                if (!BUSY.contains(answer.status())) {
                    return answer;
                }
                String code = answer.code();
                if (tries == Backoff.TRIES) {
                    throw InferenceException.unavailable(place, "is busy: " + code, null);
                }
                answer.close();
            } catch (IOException failure) {
                if (tries == Backoff.TRIES) {
                    throw InferenceException.unavailable(place, "cannot be reached: " + failure, failure);
                }
            }
            Backoff.await(tries, place);
        }
    }

    /** Sends once, with what authorises it. */
    static RestAnswer once(Account account, RestRequest request) throws IOException {
        account.credential().authorise(account, request);
        return exchange(request);
    }

    static RestAnswer exchange(RestRequest request) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) request.uri().toURL().openConnection();
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) READ.toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(request.method());
        request.headers().forEach(connection::setRequestProperty);
        if (request.method().startsWith("P")) {
            connection.setDoOutput(true);
            // Not kept by the JDK, which would send it a second time by itself.
            connection.setFixedLengthStreamingMode(request.body().length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(request.body());
            }
        }
        return new RestAnswer(connection);
    }

    /** What a refusal means that no try can change: the event is taken when it comes again. */
    static InferenceException refused(String place, RestAnswer answer) {
        String code = answer.code();
        boolean denied = answer.status() == 401 || answer.status() == 403;
        return InferenceException.unavailable(place, denied
                ? "this function's identity may not do that (" + code
                        + "): assign it the role, and the event is taken when it comes again"
                : "refused: HTTP " + answer.status() + " " + code, null);
    }
}
