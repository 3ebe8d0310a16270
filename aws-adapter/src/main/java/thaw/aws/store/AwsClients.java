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

    private final Lazy<SdkHttpClient> http = new Lazy<>();
    private final Lazy<AwsCredentialsProvider> credentials = new Lazy<>();
    private final Lazy<S3Client> s3 = new Lazy<>();
    private final Lazy<DynamoDbClient> dynamoDb = new Lazy<>();
    private final Lazy<KinesisClient> kinesis = new Lazy<>();
    private final Lazy<SqsClient> sqs = new Lazy<>();
    private final Lazy<SnsClient> sns = new Lazy<>();
    private final Lazy<EventBridgeClient> eventBridge = new Lazy<>();

    private static SdkHttpClient newHttp() {
        return UrlConnectionHttpClient.builder().connectionTimeout(Timeouts.CONNECT)
                .socketTimeout(Timeouts.READ).build();
    }

    private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B with(B builder) {
        return builder.httpClient(http.get(AwsClients::newHttp))
                .credentialsProvider(credentials.get(() -> DefaultCredentialsProvider.builder().build()))
                .overrideConfiguration(options -> options.retryStrategy(Retries.STRATEGY));
    }

    // Checksums in trailers cost a second encoding of each body; TLS and Content-Length see to the rest.
    private S3Client newS3() {
        return with(S3Client.builder()).requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED).build();
    }

    S3Client s3() {
        return s3.get(this::newS3);
    }

    DynamoDbClient dynamoDb() {
        return dynamoDb.get(() -> with(DynamoDbClient.builder()).build());
    }

    KinesisClient kinesis() {
        return kinesis.get(() -> with(KinesisClient.builder()).build());
    }

    SqsClient sqs() {
        return sqs.get(() -> with(SqsClient.builder()).build());
    }

    SnsClient sns() {
        return sns.get(() -> with(SnsClient.builder()).build());
    }

    EventBridgeClient eventBridge() {
        return eventBridge.get(() -> with(EventBridgeClient.builder()).build());
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

    /** Apart, so that no class of it is loaded before the first client is made. */
    private static final class Retries {
        // The SDK's own waits grow to twenty seconds a request, which would eat an invocation of many.
        static final RetryStrategy STRATEGY = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(4)
                .backoffStrategy(
                        BackoffStrategy.exponentialDelay(Timeouts.FIRST_WAIT, Timeouts.LONGEST_WAIT))
                .throttlingBackoffStrategy(
                        BackoffStrategy.exponentialDelay(Timeouts.FIRST_WAIT, Timeouts.LONGEST_WAIT))
                .build();
    }

    /**
     * Made once, at its first use. How is told at that use: a maker linked earlier would need the classes of a client
     * that the package leaves out since no sink asks for it.
     */
    private static final class Lazy<T> {
        private T made;

        synchronized T get(Supplier<T> maker) {
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
