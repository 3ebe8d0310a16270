package thaw.aws.store;

import java.util.List;
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
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients of those services that are used, each made with its first use. Region, credentials and endpoints come from
 * the environment, as Lambda sets it. Thread-safe.
 */
public final class AwsClients implements AutoCloseable {

    // The SDK's own waits grow to twenty seconds a request, which would eat an invocation of many.
    private static final RetryStrategy RETRIES = AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(4)
            .backoffStrategy(BackoffStrategy.exponentialDelay(Timeouts.FIRST_WAIT, Timeouts.LONGEST_WAIT))
            .throttlingBackoffStrategy(
                    BackoffStrategy.exponentialDelay(Timeouts.FIRST_WAIT, Timeouts.LONGEST_WAIT))
            .build();

    private final Lazy<SdkHttpClient> http = new Lazy<>(AwsClients::newHttp);
    private final Lazy<AwsCredentialsProvider> credentials = new Lazy<>(
            () -> DefaultCredentialsProvider.builder().build());
    private final Lazy<S3Client> s3 = new Lazy<>(this::newS3);
    private final Lazy<DynamoDbClient> dynamoDb = new Lazy<>(() -> with(DynamoDbClient.builder()).build());
    private final Lazy<KinesisClient> kinesis = new Lazy<>(() -> with(KinesisClient.builder()).build());
    private final Lazy<SqsClient> sqs = new Lazy<>(() -> with(SqsClient.builder()).build());
    private final Lazy<SnsClient> sns = new Lazy<>(() -> with(SnsClient.builder()).build());
    private final Lazy<EventBridgeClient> eventBridge = new Lazy<>(
            () -> with(EventBridgeClient.builder()).build());

    private static SdkHttpClient newHttp() {
        return UrlConnectionHttpClient.builder().connectionTimeout(Timeouts.CONNECT)
                .socketTimeout(Timeouts.READ).build();
    }

    private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B with(B builder) {
        return builder.httpClient(http.get()).credentialsProvider(credentials.get())
                .overrideConfiguration(options -> options.retryStrategy(RETRIES));
    }

    // Checksums in trailers cost a second encoding of each body; TLS and Content-Length see to the rest.
    private S3Client newS3() {
        return with(S3Client.builder()).requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED).build();
    }

    S3Client s3() {
        return s3.get();
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb.get();
    }

    KinesisClient kinesis() {
        return kinesis.get();
    }

    SqsClient sqs() {
        return sqs.get();
    }

    SnsClient sns() {
        return sns.get();
    }

    EventBridgeClient eventBridge() {
        return eventBridge.get();
    }

    /** Lets go of connections and credentials; the next use makes new ones, as it must after a restore. */
    public void renew() {
        for (Lazy<? extends AutoCloseable> client : List.of(s3, dynamoDb, kinesis, sqs, sns,
                eventBridge, http)) {
            client.reset();
        }
        credentials.reset();
    }

    @Override
    public void close() {
        renew();
    }

    /** Made once, at its first use. */
    private static final class Lazy<T> {
        private final Supplier<T> maker;
        private T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }

        synchronized void reset() {
            if (made instanceof SdkAutoCloseable closeable) {
                closeable.close();
            }
            made = null;
        }
    }
}
