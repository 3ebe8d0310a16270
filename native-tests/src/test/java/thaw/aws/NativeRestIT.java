package thaw.aws;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite against the running executable: a REST API, S3's own notifications, and Kinesis. */
class NativeRestIT extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.REST_API, AwsSources.Blob.S3, AwsSources.Stream.KINESIS),
                NativeInstance::new);
    }
}
