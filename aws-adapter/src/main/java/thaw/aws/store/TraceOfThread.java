package thaw.aws.store;

import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * The trace that a thread's calls to AWS belong to, where invocations run side by side and one property for all will not
 * do. AWS's runtime client tells its SDK in the same way.
 */
public final class TraceOfThread {

    private static final String KEY = "AWS_LAMBDA_X_TRACE_ID";

    private TraceOfThread() {}

    /** This thread's calls belong to that trace from here on. */
    public static void begin(String trace) {
        SdkInternalThreadLocal.put(KEY, trace);
    }

    /** They belong to none. */
    public static void end() {
        SdkInternalThreadLocal.remove(KEY);
    }
}
