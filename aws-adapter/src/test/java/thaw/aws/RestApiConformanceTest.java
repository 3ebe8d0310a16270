package thaw.aws;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through a REST API, notifications of S3, and Kinesis. */
class RestApiConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.REST_API, AwsSources.Blob.S3, AwsSources.Stream.KINESIS));
    }
}
