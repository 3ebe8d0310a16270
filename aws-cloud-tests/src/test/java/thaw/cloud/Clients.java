package thaw.cloud;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What a test uses to put events into the cloud and to read what came of them. */
record Clients(S3Client s3, DynamoDbClient dynamoDb, KinesisClient kinesis, SqsClient sqs,
        LambdaClient lambda) {

    static Clients of(LocalCloud cloud) {
        return new Clients(with(S3Client.builder().forcePathStyle(true), cloud),
                with(DynamoDbClient.builder(), cloud),
                with(KinesisClient.builder(), cloud), with(SqsClient.builder(), cloud),
                with(LambdaClient.builder(), cloud));
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C with(B builder,
            LocalCloud cloud) {
        return builder.endpointOverride(cloud.endpoint()).region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
}
