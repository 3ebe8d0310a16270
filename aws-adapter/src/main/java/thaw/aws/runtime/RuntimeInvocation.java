package thaw.aws.runtime;

import java.net.ProtocolException;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** One invocation as the Runtime API hands it out, and what a handler may ask of it. Immutable. */
final class RuntimeInvocation implements Context {

    private final String id;
    private final long deadlineMillis;
    private final RuntimeAnswer next;

    private RuntimeInvocation(String id, long deadlineMillis, RuntimeAnswer next) {
        this.id = id;
        this.deadlineMillis = deadlineMillis;
        this.next = next;
    }

    /**
     * That of an answer.
     *
     * @throws ProtocolException if it does not say which one it is, and how long it may take
     */
    static RuntimeInvocation of(RuntimeAnswer next) throws ProtocolException {
        if (!next.ok()) {
            throw new ProtocolException("expected an invocation, got the status " + next.status());
        }
        return new RuntimeInvocation(told(next, "lambda-runtime-aws-request-id"),
                millis(told(next, "lambda-runtime-deadline-ms")), next);
    }

    private static String told(RuntimeAnswer next, String header) throws ProtocolException {
        String value = next.headers().getOrDefault(header, "");
        if (value.isEmpty()) {
            throw new ProtocolException("expected an invocation with the header " + header + ", got none");
        }
        return value;
    }

    private static long millis(String value) throws ProtocolException {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException broken) {
            throw new ProtocolException("expected a deadline in milliseconds, got '" + value + "'");
        }
    }

    byte[] event() {
        return next.body();
    }

    @Override
    public String getAwsRequestId() {
        return id;
    }

    @Override
    public int getRemainingTimeInMillis() {
        long left = deadlineMillis - System.currentTimeMillis();
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, left));
    }

    /** The trace that the call belongs to; null, as the interface has it, if it belongs to none. */
    @Override
    public String getXrayTraceId() {
        return next.headers().get("lambda-runtime-trace-id");
    }

    @Override
    public String getInvokedFunctionArn() {
        return next.headers().getOrDefault("lambda-runtime-invoked-function-arn", "");
    }

    @Override
    public String getTenantId() {
        return next.headers().get("lambda-runtime-aws-tenant-id");
    }

    @Override
    public String getLogGroupName() {
        return variable("AWS_LAMBDA_LOG_GROUP_NAME", "");
    }

    @Override
    public String getLogStreamName() {
        return variable("AWS_LAMBDA_LOG_STREAM_NAME", "");
    }

    @Override
    public String getFunctionName() {
        return variable("AWS_LAMBDA_FUNCTION_NAME", "");
    }

    @Override
    public String getFunctionVersion() {
        return variable("AWS_LAMBDA_FUNCTION_VERSION", "");
    }

    @Override
    public int getMemoryLimitInMB() {
        return Integer.parseInt(variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"));
    }

    private static String variable(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    /** Of calls by AWS's mobile SDK, which functions of ours do not read. */
    @Override
    public CognitoIdentity getIdentity() {
        throw new UnsupportedOperationException("who calls by a mobile SDK is not passed on");
    }

    /** Of calls by AWS's mobile SDK, which functions of ours do not read. */
    @Override
    public ClientContext getClientContext() {
        throw new UnsupportedOperationException("who calls by a mobile SDK is not passed on");
    }

    /** Functions of ours write lines of their own. */
    @Override
    public LambdaLogger getLogger() {
        throw new UnsupportedOperationException("log lines go to standard output");
    }
}
