package thaw.azure.store;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

import thaw.InferenceException;
import thaw.json.JsonObject;

/**
 * The app's own identity: tokens from the endpoint that the platform names in the environment, each kept until shortly
 * before it ends. Thread-safe.
 */
final class ManagedIdentity implements Credential {

    private static final Duration EARLY = Duration.ofMinutes(5);

    private record Token(String value, Instant ends) {}

    private final Map<String, String> environment;
    private final Map<Service, Token> tokens = new EnumMap<>(Service.class);

    ManagedIdentity(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void authorise(Account account, RestRequest request) {
        String token = token(account);
        switch (account.service()) {
            case BLOB, QUEUE, TABLE -> request.header("x-ms-date", Signature.now())
                    .header("x-ms-version", StorageKey.VERSION).header("authorization", "Bearer " + token);
            case COSMOS -> request.header("x-ms-date", Signature.now()).header("authorization",
                    URLEncoder.encode("type=aad&ver=1.0&sig=" + token, StandardCharsets.UTF_8));
            case SERVICE_BUS, EVENT_HUBS -> request.header("authorization", "Bearer " + token);
        }
    }

    private synchronized String token(Account account) {
        Token known = tokens.get(account.service());
        if (known == null || Instant.now().plus(EARLY).isAfter(known.ends())) {
            known = fetched(account);
            tokens.put(account.service(), known);
        }
        return known.value();
    }

    private Token fetched(Account account) {
        String endpoint = environment.getOrDefault("IDENTITY_ENDPOINT", "");
        if (endpoint.isEmpty()) {
            throw InferenceException.unavailable(account.name(),
                    "this app has no managed identity: assign one, "
                            + "or set " + Accounts.variable(account.name()) + " to a connection string",
                    null);
        }
        RestRequest request = RestRequest.of("GET", address(endpoint, account.service()))
                .header("x-identity-header", environment.getOrDefault("IDENTITY_HEADER", ""));
        try (RestAnswer answer = Rest.exchange(request)) {
            if (!answer.good()) {
                throw InferenceException.unavailable(account.name(),
                        "no token for the managed identity: HTTP " + answer.status(), null);
            }
            JsonObject token = JsonObject.parse(answer.bytes(), "managed identity");
            return new Token(token.string("access_token"),
                    Instant.ofEpochSecond(Long.parseLong(String.valueOf(token.get("expires_on")))));
        } catch (IOException failure) {
            throw InferenceException.unavailable(account.name(),
                    "no token for the managed identity: " + failure, failure);
        }
    }

    private URI address(String endpoint, Service service) {
        String client = environment.getOrDefault("AZURE_CLIENT_ID", "");
        return URI.create(endpoint + "?api-version=2019-08-01&resource="
                + URLEncoder.encode(service.audience(), StandardCharsets.UTF_8)
                + (client.isEmpty() ? ""
                        : "&client_id=" + URLEncoder.encode(client, StandardCharsets.UTF_8)));
    }
}
