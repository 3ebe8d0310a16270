package thaw.azure;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through Event Grid through a queue, and a storage queue. */
class QueueConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AzureDriver(spec,
                new AzureSources("", AzureSources.Blob.QUEUE, AzureSources.Stream.QUEUE));
    }
}
