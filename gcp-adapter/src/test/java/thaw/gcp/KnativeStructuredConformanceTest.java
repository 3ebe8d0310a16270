package thaw.gcp;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** Notifications through Eventarc, and Knative's events in structured mode. */
class KnativeStructuredConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new GoogleDriver(spec,
                new GoogleSources(GoogleSources.Blob.NOTIFICATION_EVENTARC,
                        GoogleSources.Stream.CLOUD_EVENT_STRUCTURED, "http"));
    }
}
