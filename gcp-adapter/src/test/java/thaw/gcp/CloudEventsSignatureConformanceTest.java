package thaw.gcp;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** Deployed as a function of CloudEvents, whose events the framework reads. */
class CloudEventsSignatureConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new GoogleDriver(spec,
                new GoogleSources(GoogleSources.Blob.DIRECT, GoogleSources.Stream.EVENTARC, "cloudevent"));
    }
}
