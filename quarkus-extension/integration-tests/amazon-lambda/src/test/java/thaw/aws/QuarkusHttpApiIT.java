package thaw.aws;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through Quarkus: an HTTP API, S3's own notifications, and Kinesis. */
class QuarkusHttpApiIT extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.HTTP_API, AwsSources.Blob.S3, AwsSources.Stream.KINESIS),
                QuarkusLambda::start);
    }
}
