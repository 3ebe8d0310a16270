package thaw.onnx;

/** One dimension of a declared shape. */
public sealed interface Dimension {
    /** A size that every request must have; at least 0. */
    record Fixed(long size) implements Dimension {
        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /** A size that varies from call to call, and is named: equal names promise equal sizes. */
    record Symbolic(String name) implements Dimension {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A size of which the graph says nothing. */
    record Unknown() implements Dimension {
        @Override
        public String toString() {
            return "?";
        }
    }
}
