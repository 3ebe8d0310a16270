package thaw.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Whether inputs can share a run of a model.
 *
 * @param bySignature whether dimension 0 is open in every input and output
 * @param byRunning   what runs of one row and of two said
 * @param reason      why it is not proven; empty if it is
 */
record Batching(boolean bySignature, Verdict byRunning, String reason) {

    /** What was seen. */
    enum Verdict {
        /** Two rows in one run got what each got alone. */
        PROVEN,
        /** They did not. */
        REFUTED,
        /** The model refused the rows that were made up for it. */
        UNDECIDED,
        /** It was not run. */
        NOT_TRIED
    }

    Batching {
        Objects.requireNonNull(byRunning, "byRunning");
        Objects.requireNonNull(reason, "reason");
    }

    /** For people. */
    String line() {
        String said = bySignature ? "dimension 0 is open everywhere" : "no, by the signature";
        return (byRunning == Verdict.PROVEN ? "yes: " : "") + said
                + (byRunning == Verdict.PROVEN ? ", and two rows in one run equal one run each" : "")
                + (reason.isEmpty() ? "" : "; " + reason);
    }

    Map<String, Object> tree() {
        return Map.of("by_signature", bySignature, "by_running", byRunning.name().toLowerCase(Locale.ROOT),
                "reason", reason);
    }
}
