package thaw.onnx;

import java.util.Comparator;

/**
 * An operator by domain and type; the standard domain {@code ai.onnx} is the empty one, as in the
 * specification.
 */
public record Operator(String domain, String type) implements Comparable<Operator> {
    private static final Comparator<Operator> BY_DOMAIN_AND_TYPE = Comparator.comparing(Operator::domain)
            .thenComparing(Operator::type);

    public Operator {
        domain = standardDomain(domain);
    }

    /** The two spellings of the standard domain are one. */
    static String standardDomain(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    @Override
    public int compareTo(Operator other) {
        return BY_DOMAIN_AND_TYPE.compare(this, other);
    }

    @Override
    public String toString() {
        return domain.isEmpty() ? type : domain + ":" + type;
    }
}
