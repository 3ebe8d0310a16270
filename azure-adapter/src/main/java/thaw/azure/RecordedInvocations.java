package thaw.azure;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Logger;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.json.JsonObject;

/**
 * Calls the entry points as the worker does, with recorded invocations: {@code InvocationRequest} and
 * {@code InvocationResponse} of the worker's contract, in protobuf's JSON form. Thread-safe.
 */
public final class RecordedInvocations implements AutoCloseable {

    /** What the worker does with an entry's class, by the name of the trigger's input. */
    private static final Map<String, Function<Functions, Object>> ENTRIES = Map.of("request", HttpEntry::new,
            "content",
            BlobEntry::new, "event", BlobEventEntry::new, "events", EventHubEntry::new, "messages",
            ServiceBusEntry::new, "message", RecordedInvocations::ofQueue, "records", KafkaEntry::new,
            "warmupContext", WarmupEntry::new);

    private final Functions functions;

    private RecordedInvocations(Functions functions) {
        this.functions = functions;
    }

    /**
     * Invocations of a function, which is opened with the first.
     *
     * @param environment of the app
     * @param function    made of it
     */
    public static RecordedInvocations of(Map<String, String> environment, AzureFunction.Builder function) {
        Map<String, String> fixed = Map.copyOf(environment);
        return new RecordedInvocations(new Functions(() -> fixed, (trigger, same) -> function.open(trigger)));
    }

    /**
     * Opens the function now, rather than with the first invocation.
     *
     * @throws InferenceException if a setting, the model or a sink is wrong, naming it
     */
    public void open(TriggerKind trigger) {
        functions.of(trigger);
    }

    /**
     * Which kind of trigger an invocation is of, as far as its inputs say.
     *
     * @throws InferenceException malformed, if the document is no invocation
     */
    public static Optional<TriggerKind> trigger(JsonObject invocation) {
        for (JsonObject input : invocation.objects("inputData")) {
            switch (input.string("name")) {
                case "request" -> {
                    return Optional.of(TriggerKind.HTTP);
                }
                case "content", "event" -> {
                    return Optional.of(TriggerKind.BLOB);
                }
                case "events", "messages", "records" -> {
                    return Optional.of(TriggerKind.STREAM);
                }
                default -> {
                }
            }
        }
        return Optional.empty();
    }

    private static Object ofQueue(Functions functions) {
        boolean blobs = LoadedTrigger.of(functions.environment()).filter(TriggerKind.BLOB::equals)
                .isPresent();
        return blobs ? new BlobQueueEntry(functions) : new QueueEntry(functions);
    }

    /**
     * What the worker would send back.
     *
     * @throws InferenceException malformed, if the document is no invocation of an entry point
     */
    public Map<String, Object> answer(JsonObject invocation) {
        Map<String, RecordedData> inputs = RecordedData.inputs(invocation.objects("inputData"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("invocationId", invocation.string("invocationId", "recorded"));
        Object entry = entry(inputs);
        try {
            Method run = run(entry);
            Object result = run.invoke(entry, arguments(run, inputs, invocation));
            answer.put("result", Map.of("status", "Success"));
            if (result instanceof RecordedAnswer http) {
                answer.put("returnValue", Map.of("http", http.tree()));
            }
        } catch (InvocationTargetException thrown) {
            answer.put("result", Map.of("status", "Failure", "exception",
                    Map.of("message", String.valueOf(thrown.getCause().getMessage()))));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("entry points are public", impossible);
        }
        return answer;
    }

    private Object entry(Map<String, RecordedData> inputs) {
        return inputs.keySet().stream().map(ENTRIES::get).filter(Objects::nonNull).findFirst()
                .orElseThrow(() -> InferenceException.mismatch("inputData",
                        "an input named as one of " + ENTRIES.keySet(), inputs.keySet()))
                .apply(functions);
    }

    private static Method run(Object entry) {
        return Arrays.stream(entry.getClass().getMethods()).filter(method -> method.getName().equals("run"))
                .findFirst().orElseThrow();
    }

    private static Object[] arguments(Method run, Map<String, RecordedData> inputs, JsonObject invocation) {
        return Arrays.stream(run.getParameters()).map(parameter -> argument(parameter, inputs, invocation))
                .toArray();
    }

    private static Object argument(Parameter parameter, Map<String, RecordedData> inputs,
            JsonObject invocation) {
        if (parameter.getType() == ExecutionContext.class) {
            return new RecordedContext(invocation);
        }
        BindingName metadata = parameter.getAnnotation(BindingName.class);
        if (metadata != null) {
            JsonObject known = invocation.required("triggerMetadata");
            if (!known.has(metadata.value())) {
                throw InferenceException.mismatch(known.at(metadata.value()), "what the entry point asks for",
                        "nothing");
            }
            return new RecordedData(known.required(metadata.value())).as(parameter.getType());
        }
        return inputs.get(name(parameter.getAnnotations()[0])).as(parameter.getType());
    }

    private static String name(Annotation binding) {
        try {
            return (String) binding.annotationType().getMethod("name").invoke(binding);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(binding + " has a name", impossible);
        }
    }

    @Override
    public void close() {
        functions.close();
    }

    /** What the worker tells of an invocation. */
    private record RecordedContext(JsonObject invocation) implements ExecutionContext {

        /** None: what is logged goes where other lines go. */
        @Override
        public Logger getLogger() {
            return null;
        }

        @Override
        public String getInvocationId() {
            return invocation.string("invocationId", "recorded");
        }

        @Override
        public String getFunctionName() {
            return invocation.string("functionId", "recorded");
        }

        @Override
        public com.microsoft.azure.functions.TraceContext getTraceContext() {
            String parent = invocation.object("traceContext").map(trace -> trace.string("traceParent", ""))
                    .orElse("");
            return new Trace(parent);
        }
    }

    private record Trace(String parent) implements com.microsoft.azure.functions.TraceContext {

        @Override
        public String getTraceparent() {
            return parent;
        }

        @Override
        public String getTracestate() {
            return "";
        }

        @Override
        public Map<String, String> getAttributes() {
            return Map.of();
        }
    }
}
