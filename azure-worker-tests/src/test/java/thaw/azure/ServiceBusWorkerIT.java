package thaw.azure;

import org.junit.jupiter.api.BeforeAll;
import thaw.azure.app.AppSource;
import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite in the real worker, through a route prefix, Event Grid's own events, and Service Bus. */
class ServiceBusWorkerIT extends AdapterConformance {

    @BeforeAll
    static void needsAWorker() {
        WorkerFolder.named();
    }

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        AzureSources sources = new AzureSources("api", AzureSources.Blob.EVENT_GRID,
                AzureSources.Stream.SERVICE_BUS);
        return new AzureDriver(spec, sources,
                (environment, same) -> RealWorker.start(environment, switch (spec.trigger()) {
                    case HTTP -> AppSource.HTTP;
                    case BLOB -> AppSource.BLOB_EVENT;
                    case STREAM -> AppSource.SERVICE_BUS;
                }));
    }
}
