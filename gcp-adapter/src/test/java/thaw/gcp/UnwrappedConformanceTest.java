package thaw.gcp;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** Push subscriptions that send the message alone. */
class UnwrappedConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new GoogleDriver(spec,
                new GoogleSources(GoogleSources.Blob.NOTIFICATION_UNWRAPPED,
                        GoogleSources.Stream.PUSH_UNWRAPPED, "http"));
    }
}
