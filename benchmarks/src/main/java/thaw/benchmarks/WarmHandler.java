package thaw.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import thaw.aws.HttpHandler;

/**
 * Thaw's handler beside a bare call of ONNX Runtime, in turn in one process behind AWS's runtime client: from the event's
 * bytes to the answer's, and from a tensor to the values of the output. Takes a model of token ids, and prints a line of
 * both times for each event.
 */
public final class WarmHandler implements RequestStreamHandler {

    private final HttpHandler handler = new HttpHandler();
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final long[] tokens = List.of(System.getenv("WARM_TOKENS").split(",")).stream()
            .mapToLong(Long::parseLong).toArray();

    /** Loads the model twice: as Thaw does, and bare from the file that {@code WARM_FILE} names. */
    public WarmHandler() throws OrtException {
        try (SessionOptions options = options()) {
            session = environment.createSession(Path.of(System.getenv("WARM_FILE")).toString(), options);
        }
    }

    // What Thaw itself sets; else threads that spin would tell the two apart.
    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(Runtime.getRuntime().availableProcessors());
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.use_memory_mapped_ort_model", "1");
        options.addConfigEntry("session.use_ort_model_bytes_for_initializers", "1");
        return options;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        InputStream read = new ByteArrayInputStream(event.readAllBytes());
        long start = System.nanoTime();
        handler.handleRequest(read, answer, context);
        long handled = System.nanoTime() - start;
        System.out.println("{\"handler_ns\":" + handled + ",\"bare_ns\":" + bare() + "}");
    }

    private long bare() {
        long start = System.nanoTime();
        long[] shape = {1, tokens.length};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), shape);
                OrtSession.Result result = session.run(Map.of("input_ids", input))) {
            float[] values = ((OnnxTensor) result.get(0)).getFloatBuffer().array();
            return values.length == 0 ? 0 : System.nanoTime() - start;
        } catch (OrtException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
