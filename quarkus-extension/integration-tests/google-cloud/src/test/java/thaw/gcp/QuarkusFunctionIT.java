package thaw.gcp;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through Quarkus behind Google's invoker: uploads as they are announced, messages by push. */
class QuarkusFunctionIT extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new GoogleDriver(spec,
                new GoogleSources(GoogleSources.Blob.DIRECT, GoogleSources.Stream.PUSH, "http"),
                QuarkusInvoked::start);
    }
}
