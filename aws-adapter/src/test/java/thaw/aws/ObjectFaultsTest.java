package thaw.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.aws.event.Invocation;
import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What S3 says of an object tells what becomes of its event: set aside for good, or taken again with a hint. */
class ObjectFaultsTest {

    private FakeAws aws;
    private LambdaFunction function;

    @BeforeEach
    void start() throws IOException {
        aws = new FakeAws();
        PrintStream lines = new PrintStream(new ByteArrayOutputStream());
        function = LambdaFunction
                .of(Map.of("THAW_MODEL", "digits", "THAW_MODELS", SampleData.models().toString(),
                        "THAW_SINKS", "results", "THAW_SINK_RESULTS", "dynamodb:results", "THAW_DEAD_LETTER",
                        "dynamodb:poison"))
                .log(lines).metrics(lines).open(TriggerKind.BLOB);
    }

    @AfterEach
    void stop() {
        function.close();
        aws.close();
    }

    private byte[] answer(String event) throws IOException {
        return answer(RecordedEvents.bytes(event));
    }

    private byte[] answer(byte[] event) throws IOException {
        return function.answer(new ByteArrayInputStream(event), new Invocation("r", Deadline.none()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | NoSuchKey          | the object was deleted
            404 | NoSuchVersion      | the object was deleted
            405 | MethodNotAllowed   | the object was deleted (delete marker)
            412 | PreconditionFailed | the object was replaced since
            403 | InvalidObjectState | the object is archived
            """)
    void setsAsideWhatCanNeverBeRead(int status, String code, String reason) throws IOException {
        aws.faults = operation -> operation.equals("GET") ? Optional.of(new FakeAws.Fault(status, code))
                : Optional.empty();
        answer("aws/s3/encoded-key");
        String told = (String) aws.rows("poison").get(0).get("reason");
        assertTrue(told.contains(reason), told);
        assertTrue(told.contains("red flower/é.txt"), told);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | AccessDenied                 |              | may not read it (AccessDenied): it needs s3:GetObject
            403 | KMS.AccessDeniedException    |              | kms:Decrypt
            404 | NoSuchBucket                 |              | NoSuchBucket
            400 | AuthorizationHeaderMalformed | eu-central-1 | another region, eu-central-1: deploy the function there
            301 | PermanentRedirect            | eu-central-1 | another region, eu-central-1: deploy the function there
            301 | PermanentRedirect            |              | another region: deploy the function there
            307 | TemporaryRedirect            |              | TemporaryRedirect
            400 | ExpiredToken                 |              | ExpiredToken
            503 | SlowDown                     |              | is asked too often
            500 | InternalError                |              | InternalError
            """)
    void takesAgainWhatMayBeReadLaterAndSaysWhatToDo(int status, String code, String region, String reason) {
        Map<String, String> headers = region == null ? Map.of() : Map.of("x-amz-bucket-region", region);
        aws.faults = operation -> operation.equals("GET")
                ? Optional.of(new FakeAws.Fault(status, code, headers))
                : Optional.empty();
        InferenceException failure = assertThrows(InferenceException.class,
                () -> answer("aws/s3/encoded-key"));
        assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        assertEquals(0, aws.rows.size());
    }

    @Test
    void takesAnObjectAgainWhoseConnectionWasLostInTheMiddle() throws IOException {
        byte[] seven = Files.readAllBytes(SampleData.folder().resolve("data/digits/digit-7-1635.png"));
        aws.put("uploads", "red flower/é.txt", seven, "096fKKXTRTtl3on89fVO.nfljtsv6qko");
        aws.faults = operation -> {
            aws.cutShort = operation.equals("GET");
            return Optional.empty();
        };
        assertThrows(InferenceException.class, () -> answer("aws/s3/encoded-key"));
        assertEquals(0, aws.rows.size());
    }

    @Test
    void readsTheVersionThatTheEventNamed() throws IOException {
        byte[] seven = Files.readAllBytes(SampleData.folder().resolve("data/digits/digit-7-1635.png"));
        aws.put("uploads", "red flower/é.txt", seven, "096fKKXTRTtl3on89fVO.nfljtsv6qko");
        aws.put("uploads", "red flower/é.txt", "written over since".getBytes(), "");
        answer("aws/s3/encoded-key");
        assertEquals("7", ((Map<?, ?>) aws.rows("results").get(0).get("output")).get("label"));
    }

    @Test
    void readsTheVersionThatIsWrittenOverOnlyIfItIsStillTheSame() throws IOException {
        byte[] seven = Files.readAllBytes(SampleData.folder().resolve("data/digits/digit-7-1635.png"));
        Map<String, Object> event = RecordedEvents.tree("aws/s3/encoded-key");
        Map<String, Object> object = AwsSources.object(
                AwsSources.object(AwsSources.list(event, "Records").get(0), "s3"), "object");
        object.put("versionId", "null");
        object.put("eTag", aws.put("uploads", "red flower/é.txt", seven, "null"));
        answer(Json.bytes(event));
        assertEquals("7", ((Map<?, ?>) aws.rows("results").get(0).get("output")).get("label"));

        object.put("eTag", FakeS3.digest(new byte[1]));
        answer(Json.bytes(event));
        String told = (String) aws.rows("poison").get(0).get("reason");
        assertTrue(told.contains("the object was replaced since"), told);
    }

    @Test
    void keepsTheOrderOfAGroupEvenIfAMessageIsNoNotification() throws IOException {
        aws.failNext("GET", Integer.MAX_VALUE, 503, "SlowDown");
        Map<String, Object> event = RecordedEvents.tree("aws/sqs/fifo");
        List<Map<String, Object>> messages = AwsSources.list(event, "Records");
        messages.get(0).put("body", Json.text(RecordedEvents.tree("aws/s3/encoded-key")));
        List<String> again = JsonObject.parse(answer(Json.bytes(event)), "answer")
                .objects("batchItemFailures")
                .stream().map(failure -> failure.string("itemIdentifier")).toList();
        assertEquals(List.of(messages.get(0).get("messageId"), messages.get(2).get("messageId")), again);
        assertEquals(1, aws.rows("poison").size(), "the other group's, which goes on");
    }

    @Test
    void namesAMessageOfManyUnreadableObjectsOnce() throws IOException {
        aws.failNext("GET", Integer.MAX_VALUE, 403, "AccessDenied");
        JsonObject answer = JsonObject.parse(answer("aws/sqs/two-objects-in-one-message"), "answer");
        assertEquals(1, answer.objects("batchItemFailures").size());
    }
}
