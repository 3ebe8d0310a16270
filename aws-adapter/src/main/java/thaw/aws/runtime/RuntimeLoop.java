package thaw.aws.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import thaw.aws.store.TraceOfThread;
import thaw.hosting.Backoff;
import thaw.telemetry.StructuredLog;

/**
 * An instance's life: its handler is made, then it asks Lambda for one invocation after the other and answers it. As many
 * at a time as {@code AWS_LAMBDA_MAX_CONCURRENCY} says, each on a thread and a connection of its own.
 */
public final class RuntimeLoop {

    private static final String TRACE = "com.amazonaws.xray.traceHeader";

    private final String address;
    private final int threads;
    private final StructuredLog log;

    private RuntimeLoop(String address, int threads, StructuredLog log) {
        this.address = address;
        this.threads = threads;
        this.log = log;
    }

    /**
     * That which these variables describe.
     *
     * @throws IllegalArgumentException if they do not say where the Runtime API is, or are for AWS's own client alone
     */
    public static RuntimeLoop of(Map<String, String> environment, StructuredLog log) {
        String address = environment.get("AWS_LAMBDA_RUNTIME_API");
        if (address == null) {
            throw new IllegalArgumentException(
                    "expected AWS_LAMBDA_RUNTIME_API, which Lambda sets: an address to fetch events from");
        }
        if ("snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            throw new IllegalArgumentException(
                    "expected AWS's own runtime client for SnapStart, which is for the managed runtime");
        }
        return new RuntimeLoop(address, threads(environment), Objects.requireNonNull(log, "log"));
    }

    /** One, as with AWS's own client, if the variable is not a number above. */
    private static int threads(Map<String, String> environment) {
        try {
            return Math.max(1, Integer.parseInt(environment.getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "1")));
        } catch (NumberFormatException notOne) {
            return 1;
        }
    }

    /**
     * Runs until Lambda ends the process.
     *
     * @param handler made while Lambda initialises the instance; what it throws is reported as the reason, and thrown
     * @throws IOException if Lambda is gone
     */
    public void run(Supplier<RequestStreamHandler> handler) throws IOException {
        try (RuntimeApiClient api = new RuntimeApiClient(address)) {
            RequestStreamHandler made = made(handler, api);
            for (int i = 1; i < threads; i++) {
                Thread thread = new Thread(() -> serveOnItsOwn(made), "lambda-" + i);
                thread.setDaemon(true);
                thread.start();
            }
            serve(made, api);
        }
    }

    private RequestStreamHandler made(Supplier<RequestStreamHandler> handler, RuntimeApiClient api)
            throws IOException {
        try {
            return handler.get();
        } catch (RuntimeException | Error failure) {
            api.failInit(failure);
            throw failure;
        }
    }

    private void serveOnItsOwn(RequestStreamHandler handler) {
        try (RuntimeApiClient api = new RuntimeApiClient(address)) {
            serve(handler, api);
        } catch (IOException gone) {
            tell("a thread gives up: Lambda does not answer", gone);
        }
    }

    private void serve(RequestStreamHandler handler, RuntimeApiClient api) throws IOException {
        while (true) {
            RuntimeInvocation invocation = next(api);
            begin(invocation);
            try {
                serve(invocation, handler, api);
            } finally {
                end();
            }
        }
    }

    private RuntimeInvocation next(RuntimeApiClient api) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                return api.next();
            } catch (IOException missed) {
                if (tries == Backoff.TRIES) {
                    throw missed;
                }
                tell("no invocation came, asking again", missed);
                Backoff.await(tries, "Lambda's Runtime API");
            }
        }
    }

    /** Whatever happens, Lambda hears of it; and the next invocation is another's. */
    private void serve(RuntimeInvocation invocation, RequestStreamHandler handler, RuntimeApiClient api) {
        try {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(invocation.event()), answer, invocation);
            api.respond(invocation.getAwsRequestId(), answer.toByteArray());
        } catch (IOException | RuntimeException failure) {
            fail(invocation, failure, api);
        } catch (Error failure) {
            fail(invocation, failure, api);
            if (threads == 1 && (failure instanceof VirtualMachineError || failure instanceof IOError)) {
                throw failure;
            }
        }
    }

    private void fail(RuntimeInvocation invocation, Throwable failure, RuntimeApiClient api) {
        try {
            api.fail(invocation.getAwsRequestId(), failure);
        } catch (IOException unheard) {
            tell("a failure could not be reported: " + failure, unheard);
        }
    }

    /** Where AWS's clients look for the trace that their calls belong to. */
    private void begin(RuntimeInvocation invocation) {
        String trace = invocation.getXrayTraceId();
        if (trace == null) {
            end();
        } else if (threads == 1) {
            System.setProperty(TRACE, trace);
        } else {
            TraceOfThread.begin(trace);
        }
    }

    private void end() {
        if (threads == 1) {
            System.clearProperty(TRACE);
        } else {
            TraceOfThread.end();
        }
    }

    private void tell(String message, Throwable reason) {
        log.log(StructuredLog.Level.WARN, message, Map.of("reason", String.valueOf(reason.getMessage())));
    }
}
