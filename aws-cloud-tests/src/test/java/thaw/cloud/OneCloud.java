package thaw.cloud;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test of a run the same local cloud, started with the first and ended after the last. */
final class OneCloud implements ParameterResolver {

    private record Started(LocalCloud cloud) implements AutoCloseable {
        @Override
        public void close() {
            cloud.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCloud.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(OneCloud.class))
                .getOrComputeIfAbsent(Started.class, key -> new Started(LocalCloud.start()), Started.class)
                .cloud();
    }
}
