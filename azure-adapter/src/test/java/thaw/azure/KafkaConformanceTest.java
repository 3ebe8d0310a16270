package thaw.azure;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through blobs that the host gave up, and Kafka. */
class KafkaConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AzureDriver(spec,
                new AzureSources("", AzureSources.Blob.GIVEN_UP, AzureSources.Stream.KAFKA));
    }
}
