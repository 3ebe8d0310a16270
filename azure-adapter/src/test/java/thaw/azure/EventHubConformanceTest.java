package thaw.azure;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through requests without a prefix, the blob trigger, and Event Hubs. */
class EventHubConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AzureDriver(spec,
                new AzureSources("", AzureSources.Blob.BOUND, AzureSources.Stream.EVENT_HUB));
    }
}
