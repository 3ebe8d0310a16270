package thaw.azure;

import org.junit.jupiter.api.BeforeAll;
import thaw.azure.app.AppSource;
import thaw.conformance.AdapterConformance;
import thaw.conformance.AdapterDriver;
import thaw.conformance.FunctionSpec;

/** The suite in the real worker, through blobs that the host gave up, and Kafka. */
class KafkaWorkerIT extends AdapterConformance {

    @BeforeAll
    static void needsAWorker() {
        WorkerFolder.named();
    }

    @Override
    public AdapterDriver start(FunctionSpec spec) throws Exception {
        AzureSources sources = new AzureSources("", AzureSources.Blob.GIVEN_UP, AzureSources.Stream.KAFKA);
        return new AzureDriver(spec, sources,
                (environment, same) -> RealWorker.start(environment, switch (spec.trigger()) {
                    case HTTP -> AppSource.HTTP;
                    case BLOB -> AppSource.BLOB_QUEUE;
                    case STREAM -> AppSource.KAFKA;
                }));
    }
}
