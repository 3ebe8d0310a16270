package thaw.azure;

import org.junit.jupiter.api.BeforeAll;
import thaw.azure.app.AppSource;
import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite in the real worker, through requests without a prefix, the blob trigger, and Event Hubs. */
class EventHubWorkerIT extends AdapterConformance {

    @BeforeAll
    static void needsAWorker() {
        WorkerFolder.named();
    }

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        AzureSources sources = new AzureSources("", AzureSources.Blob.BOUND, AzureSources.Stream.EVENT_HUB);
        return new AzureDriver(spec, sources,
                (environment, same) -> RealWorker.start(environment, switch (spec.trigger()) {
                    case HTTP -> AppSource.HTTP;
                    case BLOB -> AppSource.BLOB;
                    case STREAM -> AppSource.EVENT_HUB;
                }));
    }
}
