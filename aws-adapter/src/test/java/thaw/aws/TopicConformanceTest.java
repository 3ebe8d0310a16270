package thaw.aws;

import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;
import thaw.conformance.StreamConformance;

/** Messages of a topic that calls the function itself. */
class TopicConformanceTest implements StreamConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.HTTP_API, AwsSources.Blob.SNS, AwsSources.Stream.SNS));
    }
}
