package thaw.azure;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through a route prefix, Event Grid's own events, and Service Bus. */
class ServiceBusConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AzureDriver(spec,
                new AzureSources("api", AzureSources.Blob.EVENT_GRID, AzureSources.Stream.SERVICE_BUS));
    }
}
