package thaw.azure;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import thaw.json.JsonObject;

/** What the host has behind the worker's contract: one app, called with invocation requests in protobuf's JSON form. */
interface Invocations extends AutoCloseable {

    /** Starts an app. */
    interface Starter {

        /**
         * The app of those settings.
         *
         * @param environment its settings
         * @param sources     of its function
         */
        Invocations start(Map<String, String> environment, AzureSources sources) throws Exception;
    }

    /** What the worker sends back. */
    Map<String, Object> answer(JsonObject request);

    @Override
    void close();

    /** In this process, called as the worker calls them. */
    static Invocations inProcess(Map<String, String> environment) {
        RecordedInvocations recorded = RecordedInvocations.of(environment, AzureFunction.of(environment)
                .log(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));
        return new Invocations() {

            @Override
            public Map<String, Object> answer(JsonObject request) {
                return recorded.answer(request);
            }

            @Override
            public void close() {
                recorded.close();
            }
        };
    }
}
