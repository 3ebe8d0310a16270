package thaw.gcp;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** Audit logs, and the events of Knative's sources in binary mode. */
class KnativeConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new GoogleDriver(spec,
                new GoogleSources(GoogleSources.Blob.AUDIT_LOG, GoogleSources.Stream.CLOUD_EVENT, "http"));
    }
}
