package thaw.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * A request with AWS's signature: to an API, or to a service whose client is not among the SDK's modules that resolve
 * together. Immutable.
 */
record AwsRequest(Cloud cloud, String service, SdkHttpRequest request, byte[] body) {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What was answered. */
    record Answer(SdkHttpResponse head, byte[] body) {

        int status() {
            return head.statusCode();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        Optional<String> header(String name) {
            return head.firstMatchingHeader(name);
        }
    }

    /** Asks a service for what is at a path. */
    static AwsRequest get(Cloud cloud, String service, String path) {
        return of(cloud, service, SdkHttpMethod.GET, address(cloud, service).resolve(path), new byte[0]);
    }

    /** Sends something to a service that has one path only. */
    static AwsRequest post(Cloud cloud, String service, byte[] body) {
        return of(cloud, service, SdkHttpMethod.POST, address(cloud, service), body);
    }

    /** Calls an API that was deployed. */
    static AwsRequest call(Cloud cloud, URI api, byte[] body) {
        return of(cloud, "execute-api", SdkHttpMethod.POST, api, body);
    }

    private static AwsRequest of(Cloud cloud, String service, SdkHttpMethod method, URI uri, byte[] body) {
        return new AwsRequest(cloud, service, SdkHttpRequest.builder().method(method).uri(uri).build(), body);
    }

    private static URI address(Cloud cloud, String service) {
        return cloud.endpoint().orElseGet(
                () -> URI.create("https://" + service + "." + cloud.region() + ".amazonaws.com"))
                .resolve("/");
    }

    AwsRequest with(String header, String value) {
        return new AwsRequest(cloud, service,
                request.copy(builder -> builder.putHeader(header, value)), body);
    }

    Answer send() {
        try (SdkHttpClient client = UrlConnectionHttpClient.builder().socketTimeout(LIMIT).build()) {
            SignedRequest signed = signed();
            HttpExecuteResponse answer = client.prepareRequest(HttpExecuteRequest.builder()
                    .request(signed.request()).contentStreamProvider(signed.payload().orElse(null)).build())
                    .call();
            try (InputStream bytes = answer.responseBody().<InputStream>map(body -> body)
                    .orElseGet(InputStream::nullInputStream)) {
                return new Answer(answer.httpResponse(), bytes.readAllBytes());
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private SignedRequest signed() {
        return AwsV4HttpSigner.create().sign(sign -> sign.identity(cloud.credentials().resolveCredentials())
                .request(request).payload(body.length == 0 ? null : ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, cloud.region().id()));
    }

    /** The answer; fails with it unless it is what was asked for. */
    Answer required() {
        Answer answer = send();
        if (answer.status() != 200) {
            throw new IllegalStateException(service + " answered " + answer.status() + ": " + answer.text());
        }
        return answer;
    }
}
