package thaw;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The one failure of Thaw: thrown where the fact is first known, with the culprit's name, what was expected and what
 * came instead. It is turned into a status, a batch item failure or a retry in one place, the runner.
 */
public final class InferenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, and with it the HTTP status and whether another try can help. */
    public enum Kind {
        /** The input contradicts its format or the model's signature. */
        MALFORMED(400, false),
        /** No such model, version, output or path. */
        NOT_FOUND(404, false),
        /** The path exists, the method does not. */
        METHOD_NOT_ALLOWED(405, false),
        /** The client was too slow to send its request. */
        REQUEST_TIMEOUT(408, false),
        /** The input is larger than a limit. */
        TOO_LARGE(413, false),
        /** The input's format or encoding is not one that can be read. */
        UNSUPPORTED_MEDIA(415, false),
        /** More callers than the limit of this instance. */
        OVERLOADED(429, true),
        /** A defect: of the predictor, of the model on this input, or of Thaw. */
        INTERNAL(500, false),
        /** The model package cannot be used; its events wait for a better one. */
        INVALID_MODEL(500, true),
        /** Something asked for that exists in the field and not here. */
        UNSUPPORTED(501, false),
        /** Something needed is not there just now: the model, a store, a sink. */
        UNAVAILABLE(503, true),
        /** The time allowed ran out. */
        DEADLINE(504, true);

        private final int status;
        private final boolean retryable;

        Kind(int status, boolean retryable) {
            this.status = status;
            this.retryable = retryable;
        }

        /** The HTTP status that tells it. */
        public int status() {
            return status;
        }

        /** Whether the same event can succeed later; if not, it is poison and is set aside. */
        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;
    private final String culprit;
    private final transient Duration retryAfter;

    private InferenceException(Kind kind, String culprit, String message, Duration retryAfter,
            Throwable cause) {
        super(inOneLine(culprit.isEmpty() ? message : culprit + ": " + message), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.culprit = culprit;
        this.retryAfter = retryAfter;
    }

    /** Names come from requests and files: a line break in one must not forge a second line of a log. */
    private static String inOneLine(String text) {
        return text.chars().noneMatch(Character::isISOControl) ? text
                : text.codePoints().map(unit -> Character.isISOControl(unit) ? '\uFFFD' : unit)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private InferenceException(Kind kind, String culprit, String message) {
        this(kind, culprit, message, null, null);
    }

    /** The input contradicts its format. */
    public static InferenceException malformed(String culprit, String message) {
        return new InferenceException(Kind.MALFORMED, culprit, message);
    }

    /** The input contradicts its format, as another library found. */
    public static InferenceException malformed(String culprit, String message, Throwable cause) {
        return new InferenceException(Kind.MALFORMED, culprit, message, null, cause);
    }

    /** The input is not what the model or the protocol asks for. */
    public static InferenceException mismatch(String culprit, Object expected, Object actual) {
        return malformed(culprit, "expected " + expected + ", got " + actual);
    }

    /** No such model, version, output or path. */
    public static InferenceException notFound(String culprit, String message) {
        return new InferenceException(Kind.NOT_FOUND, culprit, message);
    }

    /** The path exists, the method does not. */
    public static InferenceException methodNotAllowed(String method, String path, String allowed) {
        return new InferenceException(Kind.METHOD_NOT_ALLOWED, path,
                "expected " + allowed + ", got " + method);
    }

    /** The client took longer than the limit to send its request. */
    public static InferenceException requestTimeout(String culprit, String message) {
        return new InferenceException(Kind.REQUEST_TIMEOUT, culprit, message);
    }

    /** The input is larger than a limit; unit is a plural noun such as "bytes". */
    public static InferenceException tooLarge(String culprit, long limit, long actual, String unit) {
        return new InferenceException(Kind.TOO_LARGE, culprit,
                "expected at most " + limit + " " + unit + ", got " + actual);
    }

    /** The input is larger than a limit, and how much larger is not known. */
    public static InferenceException tooLarge(String culprit, long limit, String unit) {
        return new InferenceException(Kind.TOO_LARGE, culprit,
                "expected at most " + limit + " " + unit + ", got more");
    }

    /** The format or encoding is not one that can be read. */
    public static InferenceException unsupportedMedia(String culprit, String message) {
        return new InferenceException(Kind.UNSUPPORTED_MEDIA, culprit, message);
    }

    /** This instance is busy and its queue is full. */
    public static InferenceException overloaded(String culprit, String message, Duration retryAfter) {
        return new InferenceException(Kind.OVERLOADED, culprit, message, retryAfter, null);
    }

    /** A defect, met at the culprit. */
    public static InferenceException internal(String culprit, String message, Throwable cause) {
        return new InferenceException(Kind.INTERNAL, culprit, message, null, cause);
    }

    /** The model package cannot be used. */
    public static InferenceException invalidModel(String culprit, String message) {
        return new InferenceException(Kind.INVALID_MODEL, culprit, message);
    }

    /** The model package cannot be used, as another library found. */
    public static InferenceException invalidModel(String culprit, String message, Throwable cause) {
        return new InferenceException(Kind.INVALID_MODEL, culprit, message, null, cause);
    }

    /** Something asked for that is not offered. */
    public static InferenceException unsupported(String culprit, String message) {
        return new InferenceException(Kind.UNSUPPORTED, culprit, message);
    }

    /** Something needed is not there just now. */
    public static InferenceException unavailable(String culprit, String message, Throwable cause) {
        return new InferenceException(Kind.UNAVAILABLE, culprit, message, Duration.ofSeconds(1), cause);
    }

    /** The time allowed ran out. */
    public static InferenceException deadline(String culprit, String message) {
        return new InferenceException(Kind.DEADLINE, culprit, message);
    }

    /**
     * This failure, or any other as the defect it is: an exception that nobody foresaw is poison, so that one record
     * cannot block its shard for ever; an {@link Error} such as exhausted memory, or failed I/O, is worth another try.
     */
    public static InferenceException of(Throwable failure, String culprit) {
        if (failure instanceof InferenceException known) {
            return known;
        }
        if (failure instanceof Error || failure instanceof UncheckedIOException) {
            return unavailable(culprit, failure.toString(), failure);
        }
        return internal(culprit, failure.toString(), failure);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The name of what is at fault: a tensor, a header, a file, a record. Empty if there is none. */
    public String culprit() {
        return culprit;
    }

    /** Whether the same event can succeed later. */
    public boolean retryable() {
        return kind.retryable();
    }

    /** When another try makes sense, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
