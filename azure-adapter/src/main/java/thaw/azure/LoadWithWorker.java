package thaw.azure;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareChain;
import com.microsoft.azure.functions.internal.spi.middleware.MiddlewareContext;

/**
 * Has the model loaded and primed when the worker loads the app's first function. The worker does not initialise the
 * function's class then, but it makes its middlewares, of which an app may have many. In an invocation it does nothing.
 */
public final class LoadWithWorker implements Middleware {

    /** Loads the model, if it is known which function the app has. */
    public LoadWithWorker() {
        try {
            LoadedTrigger.of(Functions.OF_PROCESS.environment()).ifPresent(Functions.OF_PROCESS::of);
        } catch (RuntimeException | Error told) {
            // In the log already. Thrown here it would leave the host without any answer; each invocation will fail with it.
        }
    }

    @Override
    public void invoke(MiddlewareContext context, MiddlewareChain chain) throws Exception {
        chain.doNext(context);
    }
}
