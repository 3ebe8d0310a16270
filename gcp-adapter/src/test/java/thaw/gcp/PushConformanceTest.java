package thaw.gcp;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** Push subscriptions, without Eventarc. */
class PushConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new GoogleDriver(spec,
                new GoogleSources(GoogleSources.Blob.NOTIFICATION_PUSH, GoogleSources.Stream.PUSH, "http"));
    }
}
