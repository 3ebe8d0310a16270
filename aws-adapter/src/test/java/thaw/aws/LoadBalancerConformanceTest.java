package thaw.aws;

import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite through a load balancer, notifications in a queue, and a FIFO queue. */
class LoadBalancerConformanceTest extends AdapterConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec,
                new AwsSources(AwsSources.Http.LOAD_BALANCER, AwsSources.Blob.SQS, AwsSources.Stream.FIFO));
    }
}
