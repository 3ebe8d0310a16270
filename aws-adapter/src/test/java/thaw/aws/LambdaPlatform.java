package thaw.aws;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import thaw.json.JsonObject;

/** What Lambda does with a function that overruns its time: it ends the instance, and delivers the event to a new one. */
final class LambdaPlatform implements AutoCloseable {

    private static final int MOST_DELIVERIES = 5;
    private static final Duration INIT = Duration.ofSeconds(60);

    private final RuntimeApi api;
    private final Duration timeout;
    private final Starter starter;
    private Optional<RuntimeInstance> instance = Optional.empty();

    /** Starts an instance of the function. */
    interface Starter {
        RuntimeInstance start() throws IOException;
    }

    LambdaPlatform(RuntimeApi api, Duration timeout, Starter starter) {
        this.api = api;
        this.timeout = timeout;
        this.starter = starter;
    }

    /** Delivers an event until all of it is answered; what became of each delivery. */
    List<RuntimeApi.Outcome> deliver(byte[] event) throws Exception {
        List<RuntimeApi.Outcome> outcomes = new ArrayList<>();
        do {
            outcomes.add(invoke(event));
        } while (!done(outcomes.get(outcomes.size() - 1)) && outcomes.size() < MOST_DELIVERIES);
        return outcomes;
    }

    private static boolean done(RuntimeApi.Outcome outcome) {
        return outcome.kind().equals("response")
                && JsonObject.parse(outcome.body(), "answer").objects("batchItemFailures").isEmpty();
    }

    private RuntimeApi.Outcome invoke(byte[] event) throws Exception {
        if (instance.isEmpty()) {
            instance = Optional.of(starter.start());
        }
        String id = UUID.randomUUID().toString();
        api.give(id, event, timeout);
        if (!api.awaitTaken(id, INIT)) {
            throw new AssertionError(instance.get().output());
        }
        Optional<RuntimeApi.Outcome> outcome = api.outcome(id, timeout);
        if (outcome.isEmpty()) {
            instance.get().kill();
            instance = Optional.empty();
        }
        return outcome.orElseGet(() -> new RuntimeApi.Outcome("timeout",
                String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1000.0)
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        instance.ifPresent(RuntimeInstance::close);
    }
}
