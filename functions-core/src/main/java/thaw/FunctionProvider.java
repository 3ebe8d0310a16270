package thaw;

/**
 * What a jar names in {@code META-INF/services/thaw.FunctionProvider}: the entry to the one function it holds.
 *
 * <pre>{@code
 * public final class RiskFunction implements FunctionProvider {
 *     public FunctionDefinition<?, ?> function() {
 *         return FunctionDefinition.onHttp("risk")
 *                 .model("risk")
 *                 .sink(Sink.table("results"))
 *                 .build();
 *     }
 * }
 * }</pre>
 */
public interface FunctionProvider {

    /** The definition; called once, at start. */
    FunctionDefinition<?, ?> function();
}
