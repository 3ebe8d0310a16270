package thaw.cloud;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import thaw.json.Json;
import thaw.json.JsonObject;
import thaw.testing.Await;

/** What a test uses to put events into the cloud and to read what came of them. */
record Clients(S3Client s3, DynamoDbClient dynamoDb, KinesisClient kinesis, SqsClient sqs,
        LambdaClient lambda) {

    static Clients of(Cloud cloud) {
        return new Clients(with(S3Client.builder().forcePathStyle(cloud.endpoint().isPresent()), cloud),
                with(DynamoDbClient.builder(), cloud),
                with(KinesisClient.builder(), cloud), with(SqsClient.builder(), cloud),
                with(LambdaClient.builder(), cloud));
    }

    /** All rows of a table. */
    List<Map<String, AttributeValue>> rows(String table) {
        return dynamoDb.scanPaginator(scan -> scan.tableName(table)).items().stream().toList();
    }

    /** Takes up to ten messages of a queue, waiting a second for the first. */
    List<JsonObject> take(String queue) {
        List<Message> messages = sqs
                .receiveMessage(take -> take.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
                .messages();
        messages.forEach(message -> sqs
                .deleteMessage(taken -> taken.queueUrl(queue).receiptHandle(message.receiptHandle())));
        return messages.stream().map(Message::body)
                .map(body -> JsonObject.parse(body.getBytes(StandardCharsets.UTF_8), "message")).toList();
    }

    /** Takes messages until there are as many as awaited and no more come. */
    List<JsonObject> takeAll(String queue, int awaited, Duration limit) {
        List<JsonObject> all = new ArrayList<>();
        Await.until(awaited + " messages of " + queue, limit, () -> {
            List<JsonObject> next = take(queue);
            all.addAll(next);
            return next.isEmpty() && all.size() >= awaited;
        });
        return all;
    }

    /** Calls a function by its alias, and waits for the answer. */
    InvokeResponse invoke(String function, Object event) {
        return lambda.invoke(call -> call.functionName(function).qualifier("live")
                .payload(SdkBytes.fromByteArray(Json.bytes(event))));
    }

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C with(B builder,
            Cloud cloud) {
        cloud.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(cloud.region()).credentialsProvider(cloud.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }
}
