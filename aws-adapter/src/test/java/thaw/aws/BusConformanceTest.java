package thaw.aws;

import thaw.conformance.AdapterDriver;
import thaw.conformance.BlobConformance;
import thaw.conformance.FunctionSpec;
import thaw.conformance.StreamConformance;

/** Events of a bus: one's own, and those of S3 that a queue passes on. */
class BusConformanceTest implements BlobConformance, StreamConformance {

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        return new AwsDriver(spec, new AwsSources(AwsSources.Http.HTTP_API, AwsSources.Blob.EVENTBRIDGE_SQS,
                AwsSources.Stream.EVENTBRIDGE));
    }
}
