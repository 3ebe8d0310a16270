package thaw.aws;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through multi-value headers, a topic before a queue, and a DynamoDB stream. */
class MultiValueConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.LOAD_BALANCER_MULTI_VALUE, AwsSources.Blob.SNS_SQS,
                        AwsSources.Stream.DYNAMODB));
    }
}
