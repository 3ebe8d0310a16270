package thaw.aws.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Clients that share one HTTP client and one identity, each made with its first use. Thread-safe. */
final class SdkClients implements AutoCloseable {

    // The SDK's own waits grow to twenty seconds a request, which would eat an invocation of many.
    private final RetryStrategy retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(4)
            .backoffStrategy(BackoffStrategy.exponentialDelay(Timeouts.FIRST_WAIT, Timeouts.LONGEST_WAIT))
            .throttlingBackoffStrategy(
                    BackoffStrategy.exponentialDelay(Timeouts.FIRST_WAIT, Timeouts.LONGEST_WAIT))
            .build();

    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(Timeouts.CONNECT).socketTimeout(Timeouts.READ).build();
    private final AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();

    private final Lazy s3 = new Lazy(this::newS3);
    private final Lazy dynamoDb = new Lazy(() -> with(DynamoDbClient.builder()).build());
    private final Lazy kinesis = new Lazy(() -> with(KinesisClient.builder()).build());
    private final Lazy sns = new Lazy(() -> with(SnsClient.builder()).build());
    private final Lazy eventBridge = new Lazy(
            () -> with(EventBridgeClient.builder()).build());

    private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B with(B builder) {
        return builder.httpClient(http).credentialsProvider(credentials)
                .overrideConfiguration(options -> options.retryStrategy(retries));
    }

    // Checksums in trailers cost a second encoding of each body; TLS and Content-Length see to the rest.
    private S3Client newS3() {
        return with(S3Client.builder()).requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED).build();
    }

    S3Client s3() {
        return s3.get(S3Client.class);
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb.get(DynamoDbClient.class);
    }

    KinesisClient kinesis() {
        return kinesis.get(KinesisClient.class);
    }

    JsonCalls json() {
        return new JsonCalls(http, credentials);
    }

    SnsClient sns() {
        return sns.get(SnsClient.class);
    }

    EventBridgeClient eventBridge() {
        return eventBridge.get(EventBridgeClient.class);
    }

    @Override
    public void close() {
        List.of(s3, dynamoDb, kinesis, sns, eventBridge).forEach(Lazy::close);
        http.close();
    }

    /**
     * Made once, at its first use. It does not say of which type: a lambda that did would load that type when it is made, and
     * a package has the clients alone that it was told of.
     */
    private static final class Lazy {
        private final Supplier<SdkAutoCloseable> maker;
        private Optional<SdkAutoCloseable> made = Optional.empty();

        Lazy(Supplier<SdkAutoCloseable> maker) {
            this.maker = maker;
        }

        synchronized <T> T get(Class<T> type) {
            if (made.isEmpty()) {
                made = Optional.of(maker.get());
            }
            return type.cast(made.get());
        }

        synchronized void close() {
            made.ifPresent(SdkAutoCloseable::close);
        }
    }
}
