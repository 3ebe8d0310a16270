package thaw.aws;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through a function URL, a topic, and Kafka. */
class FunctionUrlConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.FUNCTION_URL, AwsSources.Blob.SNS, AwsSources.Stream.KAFKA));
    }
}
