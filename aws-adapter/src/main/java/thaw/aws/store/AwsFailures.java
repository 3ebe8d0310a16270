package thaw.aws.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import thaw.InferenceException;

/** What the SDK throws, told as what it means for a place. */
final class AwsFailures {

    private static final int FORBIDDEN = 403;

    private AwsFailures() {}

    /** Not there just now; what must be done is said where it is known. */
    static InferenceException unavailable(String place, SdkException failure) {
        return InferenceException.unavailable(place, reason(failure), failure);
    }

    /**
     * What a call answers.
     *
     * @throws InferenceException unavailable, as above
     */
    static <T> T calling(String place, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failure) {
            throw unavailable(place, failure);
        }
    }

    /** Why so many entries are refused until an answer speaks of them: by their index, to be corrected by it. */
    static Map<Integer, String> unspoken(int entries) {
        Map<Integer, String> refused = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            refused.put(i, "the answer does not speak of it");
        }
        return refused;
    }

    private static String reason(SdkException failure) {
        if (!(failure instanceof AwsServiceException service)) {
            return "cannot be reached: " + failure.getMessage();
        }
        if (denied(service)) {
            return "this function's role may not do that (" + code(service)
                    + "): grant the permission, and the event is taken when it comes again";
        }
        return service.isThrottlingException() ? "is asked too often (" + code(service) + ")"
                : "refused: " + code(service) + ": " + message(service);
    }

    static boolean denied(AwsServiceException failure) {
        return failure.statusCode() == FORBIDDEN || code(failure).startsWith("AccessDenied");
    }

    static String code(AwsServiceException failure) {
        return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null
                ? "HTTP " + failure.statusCode()
                : failure.awsErrorDetails().errorCode();
    }

    private static String message(AwsServiceException failure) {
        return failure.awsErrorDetails() == null ? failure.getMessage()
                : failure.awsErrorDetails().errorMessage();
    }
}
