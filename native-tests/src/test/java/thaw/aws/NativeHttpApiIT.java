package thaw.aws;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite against the running executable: an HTTP API, EventBridge, and a queue. */
class NativeHttpApiIT extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.HTTP_API, AwsSources.Blob.EVENTBRIDGE, AwsSources.Stream.SQS),
                NativeInstance::new);
    }
}
