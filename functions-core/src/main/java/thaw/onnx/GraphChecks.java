package thaw.onnx;

import java.util.Map;
import java.util.Set;

import thaw.InferenceException;

/**
 * Says before ONNX Runtime does, and more plainly, why it will not run a graph. The bounds are those of release 1.28.
 */
final class GraphChecks {

    private static final long NEWEST_FORMAT = 13;
    private static final Map<String, Long> NEWEST_OPSETS = Map.of("", 26L, "ai.onnx.ml", 5L);
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx.ml", "ai.onnx.training",
            "ai.onnx.preview.training", "com.microsoft", "com.microsoft.experimental", "com.microsoft.nchwc",
            "com.ms.internal.nhwc", "org.pytorch.aten");

    private final OnnxGraph graph;
    private final String file;

    GraphChecks(OnnxGraph graph, String file) {
        this.graph = graph;
        this.file = file;
    }

    /**
     * Checks format, operator sets and operators.
     *
     * @throws InferenceException invalid model, naming the expected and the actual
     */
    void requireRunnable() {
        if (graph.irVersion() > NEWEST_FORMAT) {
            throw invalid("expected ONNX format version (ir_version) " + NEWEST_FORMAT + " or older, got "
                    + graph.irVersion() + ": export it for an older version");
        }
        graph.opsets().forEach(this::requireOpset);
        for (Operator operator : graph.operators().keySet()) {
            requireKnown(operator);
        }
    }

    private void requireOpset(String domain, long version) {
        Long newest = NEWEST_OPSETS.get(domain);
        if (newest != null && version > newest) {
            throw invalid("expected operator set " + newest + " or older of domain "
                    + (domain.isEmpty() ? "ai.onnx" : domain) + ", got " + version
                    + ": export it with an older one");
        }
    }

    private void requireKnown(Operator operator) {
        if (!DOMAINS.contains(operator.domain()) && !graph.functions().contains(operator)) {
            throw invalid("uses the custom operator '" + operator + "', expected operators of the domains"
                    + " ai.onnx, ai.onnx.ml and com.microsoft or functions inside the model: libraries of"
                    + " custom operators are not loaded");
        }
    }

    private InferenceException invalid(String message) {
        return InferenceException.invalidModel(file, message);
    }
}
