package thaw.aws.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import thaw.hosting.Backoff;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * A service that speaks JSON, called without its client: half a megabyte less in every package, and fewer classes at start.
 * Failures are those that the SDK's clients throw. Thread-safe.
 *
 * @param http        to call with
 * @param credentials to sign with
 */
record JsonCalls(SdkHttpClient http, AwsCredentialsProvider credentials) {

    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    /**
     * An operation of a service.
     *
     * @param endpoint where it answers
     * @param region   that its signature is for
     * @param service  that its signature is for
     * @param target   its name, as the protocol has it
     */
    record Operation(URI endpoint, String region, String service, String target) {}

    /**
     * What is answered; a busy service is asked again, as the clients do.
     *
     * @throws SdkException if it refuses or cannot be reached after some tries
     */
    JsonObject call(Operation operation, Object input) {
        byte[] body = Json.bytes(input);
        for (int tries = 1;; tries++) {
            try {
                return once(operation, body);
            } catch (SdkException failure) {
                if (tries == Backoff.TRIES || !isPassing(failure)) {
                    throw failure;
                }
            }
            Backoff.await(tries, operation.target());
        }
    }

    private static boolean isPassing(SdkException failure) {
        return !(failure instanceof AwsServiceException refusal) || refusal.isThrottlingException()
                || refusal.statusCode() >= SERVER_ERROR;
    }

    private JsonObject once(Operation operation, byte[] body) {
        SignedRequest signed = signed(operation, body);
        try {
            HttpExecuteResponse answer = http.prepareRequest(HttpExecuteRequest.builder()
                    .request(signed.request()).contentStreamProvider(signed.payload().orElse(null)).build())
                    .call();
            byte[] bytes = read(answer);
            if (answer.httpResponse().statusCode() != OK) {
                throw refusal(operation, answer.httpResponse().statusCode(), bytes);
            }
            return JsonObject.parse(bytes, operation.target());
        } catch (IOException lost) {
            throw SdkClientException.create(lost.getMessage(), lost);
        }
    }

    private SignedRequest signed(Operation operation, byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(operation.endpoint())
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("X-Amz-Target", operation.target()).build();
        return AwsV4HttpSigner.create().sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request).payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, operation.service())
                .putProperty(AwsV4HttpSigner.REGION_NAME, operation.region()));
    }

    private static byte[] read(HttpExecuteResponse answer) throws IOException {
        if (answer.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (InputStream body = answer.responseBody().get()) {
            return body.readAllBytes();
        }
    }

    // {"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "..."}; a gateway before it may answer anything.
    private static AwsServiceException refusal(Operation operation, int status, byte[] body) {
        Map<String, Object> said = tree(body);
        String type = String.valueOf(said.getOrDefault("__type", "HTTP " + status));
        Object message = said.getOrDefault("message", said.getOrDefault("Message", ""));
        return AwsServiceException.builder().statusCode(status).awsErrorDetails(
                AwsErrorDetails.builder().serviceName(operation.service())
                        .errorCode(type.substring(type.indexOf('#') + 1))
                        .errorMessage(String.valueOf(message)).build())
                .build();
    }

    private static Map<String, Object> tree(byte[] body) {
        try {
            return JsonObject.parse(body, "refusal").tree();
        } catch (RuntimeException notJson) {
            return Map.of();
        }
    }
}
