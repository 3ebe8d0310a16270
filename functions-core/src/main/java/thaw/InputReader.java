package thaw;

/**
 * Turns what a trigger delivered into a predictor's input. Called concurrently: keep no state.
 *
 * @param <I> the input's type
 */
@FunctionalInterface
public interface InputReader<I> {

    /**
     * Reads one input.
     *
     * @param payload what came: a request's body, an object, a record
     * @param limits  of the function; what is larger must be refused before it is held in memory
     * @throws InferenceException malformed, if these bytes can never be read: the record is set aside. Any other
     *                            exception counts as such, too
     */
    I read(Payload payload, Limits limits);

    /** Hands the payload on as it is. */
    static InputReader<Payload> payload() {
        return (payload, limits) -> payload;
    }

    /** Reads text in UTF-8. */
    static InputReader<String> text() {
        return (payload, limits) -> payload.text(limits.bodyBytes());
    }

    /** Reads all bytes. */
    static InputReader<byte[]> bytes() {
        return (payload, limits) -> payload.bytes(limits.bodyBytes());
    }
}
