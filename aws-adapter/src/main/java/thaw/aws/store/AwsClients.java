package thaw.aws.store;

import java.util.Optional;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The clients of those services that are used. Region, credentials and endpoints come from the environment, as Lambda
 * sets it. A function that needs no service loads none of the SDK's classes: they are all behind {@link SdkClients}.
 * Thread-safe.
 */
public final class AwsClients implements AutoCloseable {

    private Optional<SdkClients> made = Optional.empty();

    private synchronized SdkClients sdk() {
        if (made.isEmpty()) {
            made = Optional.of(new SdkClients());
        }
        return made.get();
    }

    S3Client s3() {
        return sdk().s3();
    }

    DynamoDbClient dynamoDb() {
        return sdk().dynamoDb();
    }

    KinesisClient kinesis() {
        return sdk().kinesis();
    }

    JsonCalls json() {
        return sdk().json();
    }

    SnsClient sns() {
        return sdk().sns();
    }

    EventBridgeClient eventBridge() {
        return sdk().eventBridge();
    }

    /** Lets go of connections and credentials; the next use makes new ones, as it must after a restore. */
    public synchronized void renew() {
        made.ifPresent(SdkClients::close);
        made = Optional.empty();
    }

    @Override
    public void close() {
        renew();
    }
}
