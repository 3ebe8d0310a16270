package thaw.aws.store;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Where the queue's own request goes, and for which region it is signed. */
class SqsSenderTest {

    @ParameterizedTest
    @CsvSource({"https://sqs.eu-west-1.amazonaws.com/123456789012/out, eu-west-1",
            "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/out.fifo, cn-north-1",
            "https://vpce-1-2.sqs.eu-west-1.vpce.amazonaws.com/123456789012/out, eu-west-1",
            "http://127.0.0.1:4566/000000000000/out, ap-south-1"})
    void signsForTheRegionOfTheQueueAndNotOfTheFunction(String url, String region) {
        JsonCalls.Operation operation = new SqsSender(new AwsClients(), url)
                .operation(Map.of("AWS_REGION", "ap-south-1"));
        assertEquals(region, operation.region());
        assertEquals(URI.create(url).resolve("/"), operation.endpoint());
    }

    @Test
    void goesWhereTheEnvironmentSendsIt() {
        SqsSender sender = new SqsSender(new AwsClients(), "https://sqs.eu-west-1.amazonaws.com/1/out");
        assertEquals(URI.create("http://local:1/"),
                sender.operation(Map.of("AWS_ENDPOINT_URL", "http://local:1")).endpoint());
        assertEquals(URI.create("http://sqs:2/"), sender.operation(
                Map.of("AWS_ENDPOINT_URL", "http://local:1", "AWS_ENDPOINT_URL_SQS", "http://sqs:2"))
                .endpoint());
    }
}
