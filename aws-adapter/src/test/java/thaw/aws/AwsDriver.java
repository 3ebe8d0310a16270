package thaw.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;

/** Lambda's side of the conformance suite: events of chosen sources in, answers as Lambda reads them. */
final class AwsDriver implements AdapterDriver {

    private final FakeAws aws = new FakeAws();
    private final Instance function;
    private final AwsSources sources;
    private final AwsRequests requests;

    /** A function that was started, in whatever process. */
    interface Instance extends AutoCloseable {
        /** What it answers to an event; nothing, if it fails. */
        Optional<byte[]> invoke(byte[] event) throws Exception;

        @Override
        void close();
    }

    /** Starts a function on the services of a test. */
    interface Starter {
        Instance start(TriggerKind trigger, Map<String, String> environment, FakeAws aws) throws Exception;
    }

    AwsDriver(FunctionSpec spec, AwsSources sources) throws Exception {
        this(spec, sources, (trigger, environment, aws) -> new InProcess(trigger, environment));
    }

    AwsDriver(FunctionSpec spec, AwsSources sources, Starter starter) throws Exception {
        this.sources = sources;
        this.requests = new AwsRequests(sources.http());
        this.function = starter.start(spec.trigger(), environment(spec), aws);
    }

    private static final class InProcess implements Instance {
        private final LambdaFunction function;

        InProcess(TriggerKind trigger, Map<String, String> environment) {
            PrintStream lines = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
            function = LambdaFunction.of(environment).log(lines).metrics(lines).open(trigger);
        }

        @Override
        public Optional<byte[]> invoke(byte[] event) throws IOException {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            try {
                function.handle(new ByteArrayInputStream(event), answer,
                        new TestContext("8476a536-e9f4-11e8-9739-2dfe598c3fcd", 60_000));
                return Optional.of(answer.toByteArray());
            } catch (InferenceException failed) {
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            function.close();
        }
    }

    private static Map<String, String> environment(FunctionSpec spec) {
        Map<String, String> environment = new HashMap<>();
        environment.put("THAW_FUNCTION", "conformance");
        environment.put("THAW_MODEL", spec.model());
        environment.put("THAW_MODELS", SampleData.models().toString());
        environment.put("THAW_LIMIT_BODY_BYTES", Long.toString(spec.limits().bodyBytes()));
        environment.put("THAW_CORS_ORIGINS", String.join(",", spec.origins()));
        environment.put("THAW_DEAD_LETTER", "dynamodb:poison");
        if (spec.trigger() != TriggerKind.HTTP) {
            environment.put("THAW_SINKS", "results");
            environment.put("THAW_SINK_RESULTS", "dynamodb:results");
        }
        return environment;
    }

    private Optional<byte[]> invoke(Object event) throws Exception {
        return function.invoke(Json.bytes(event));
    }

    @Override
    public Reply call(Call call) throws Exception {
        byte[] document = invoke(requests.request(call)).orElseThrow();
        return requests.reply(JsonObject.parse(document, "answer"));
    }

    @Override
    public void put(List<Upload> uploads) {
        uploads.forEach(upload -> aws.put("uploads", upload.key(), upload.bytes(), ""));
    }

    @Override
    public void remove(String key) {
        aws.objects.remove("uploads/" + key);
    }

    @Override
    public Set<Integer> announce(List<Upload> uploads) throws Exception {
        return again(sources.blobs(uploads), uploads.size());
    }

    @Override
    public Set<Integer> deliver(List<Message> messages) throws Exception {
        return again(sources.records(messages), messages.size());
    }

    /** Reads what Lambda would deliver again: the whole event after an exception, else by the source's rule. */
    private Set<Integer> again(List<AwsSources.Delivery> deliveries, int items) throws Exception {
        Set<Integer> again = new LinkedHashSet<>();
        int from = 0;
        for (AwsSources.Delivery delivery : deliveries) {
            Optional<byte[]> answer = invoke(delivery.event());
            int count = delivery.identifiers().size();
            if (answer.isEmpty()) {
                IntStream.range(from, from + count).forEach(again::add);
            } else {
                again.addAll(failed(delivery, answer.get(), from));
            }
            from += count;
        }
        return again;
    }

    private static Set<Integer> failed(AwsSources.Delivery delivery, byte[] answer, int from) {
        Set<String> named = JsonObject.parse(answer, "answer").objects("batchItemFailures").stream()
                .map(failure -> failure.string("itemIdentifier")).collect(Collectors.toSet());
        int lowest = IntStream.range(0, delivery.identifiers().size())
                .filter(i -> named.contains(delivery.identifiers().get(i))).findFirst()
                .orElse(Integer.MAX_VALUE);
        return IntStream.range(0, delivery.identifiers().size())
                .filter(i -> delivery.checkpoint() ? i >= lowest
                        : named.contains(delivery.identifiers().get(i)))
                .mapToObj(i -> i + from).collect(Collectors.toSet());
    }

    @Override
    public List<Map<String, Object>> results() {
        return aws.rows("results");
    }

    @Override
    public List<Map<String, Object>> poison() {
        return aws.rows("poison");
    }

    @Override
    public Redelivery redelivery() {
        return sources.redelivery();
    }

    @Override
    public Set<Lack> lacks() {
        return switch (sources.stream()) {
            case SQS, SNS, EVENTBRIDGE -> Set.of(Lack.ORDER);
            case KINESIS, DYNAMODB, FIFO, KAFKA -> Set.of();
        };
    }

    @Override
    public String eventId(Message message) {
        return sources.eventId(message);
    }

    @Override
    public void breakSinks(boolean broken) {
        refusePuts(row -> broken);
    }

    @Override
    public void refuse(Message message) {
        refusePuts(row -> row.contains(sources.eventId(message) + "\""));
    }

    private void refusePuts(Predicate<String> refused) {
        aws.bodyFaults = (operation, body) -> operation.equals("PutItem") && refused.test(body)
                ? Optional.of(new FakeAws.Fault(400, "ProvisionedThroughputExceededException"))
                : Optional.empty();
    }

    @Override
    public void close() {
        function.close();
        aws.close();
    }

    static byte[] body(JsonObject answer) {
        String text = answer.string("body", "");
        boolean coded = (Boolean) answer.get("isBase64Encoded");
        return coded ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }
}
