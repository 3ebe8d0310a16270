package thaw.azure;

import com.microsoft.azure.functions.ExecutionContext;

/** The entry that the host calls on a new instance before its first event. */
public final class WarmupEntry {

    private final Functions functions;

    /** Of the app's function. */
    public WarmupEntry() {
        this(Functions.OF_PROCESS);
    }

    WarmupEntry(Functions functions) {
        this.functions = functions;
    }

    /** Has the model loaded and primed, if the load of the app has not done so already. */
    public void run(ExecutionContext context) {
        LoadedTrigger.of(functions.environment()).ifPresent(functions::of);
    }
}
