package thaw.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import thaw.Limits;
import thaw.ModelId;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.protocol.EncodedResponse;
import thaw.protocol.InferenceReader;
import thaw.protocol.InferenceRequest;
import thaw.protocol.InferenceResponse;
import thaw.protocol.InferenceWriter;

/** Reading requests and writing responses, Thaw's codec against Jackson's data binding to records. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = "-XX:+UseSerialGC")
public class Codec {

    /** Rows of 64 digits' pixels. */
    @Param({"1", "32"})
    public int rows;

    private final ObjectMapper mapper = new ObjectMapper();
    private final InferenceReader reader = new InferenceReader(Limits.ofDefaults());
    private byte[] json;
    private byte[] binary;
    private int binaryHeader;
    private InferenceRequest request;
    private Tensors outputs;
    private float[] scores;

    /** A request as a user binds it. */
    public record BoundRequest(String id, List<BoundTensor> inputs) {}

    /** A tensor as a user binds it. */
    public record BoundTensor(String name, long[] shape, String datatype, float[] data) {}

    /** Makes the request in both forms, and an answer of ten scores a row. */
    @Setup
    public void prepare() throws IOException {
        SampleRows sample = SampleRows.of("digits");
        float[] values = sample.floats(0, rows);
        BoundTensor tensor = new BoundTensor("image", sample.shapeOf(rows), "FP32", values);
        json = mapper.writeValueAsBytes(new BoundRequest("1", List.of(tensor)));
        prepareBinary(values);
        request = reader.read(json);
        scores = new float[rows * 10];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 1f / (i + 3);
        }
        outputs = Tensors.of(Tensor.ofFloats("probabilities", Shape.of(rows, 10), scores));
    }

    private void prepareBinary(float[] values) {
        String header = "{\"id\":\"1\",\"inputs\":[{\"name\":\"image\",\"shape\":[" + rows
                + ",1,8,8],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":"
                + values.length * Float.BYTES
                + "}}]}";
        byte[] head = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(head.length + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        body.put(head).asFloatBuffer().put(values);
        binary = body.array();
        binaryHeader = head.length;
    }

    /** JSON to records of arrays, and these to a direct buffer. */
    @Benchmark
    public ByteBuffer readJsonByJackson() throws IOException {
        float[] values = mapper.readValue(json, BoundRequest.class).inputs().get(0).data();
        ByteBuffer direct = ByteBuffer.allocateDirect(values.length * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        direct.asFloatBuffer().put(values);
        return direct;
    }

    /** JSON to checked tensors in direct buffers. */
    @Benchmark
    public InferenceRequest readJson() {
        return reader.read(json);
    }

    /** The binary extension to checked tensors in direct buffers. */
    @Benchmark
    public InferenceRequest readBinary() {
        return reader.read(binary, binaryHeader);
    }

    /** Maps and arrays to JSON. */
    @Benchmark
    public byte[] writeJsonByJackson() throws IOException {
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("name", "probabilities");
        output.put("datatype", "FP32");
        output.put("shape", new long[]{rows, 10});
        output.put("data", scores);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("model_name", "digits");
        answer.put("model_version", "1");
        answer.put("id", "1");
        answer.put("outputs", new ArrayList<>(List.of(output)));
        return mapper.writeValueAsBytes(answer);
    }

    /** Tensors to JSON. */
    @Benchmark
    public EncodedResponse writeJson() {
        return InferenceWriter.write(InferenceResponse.to(request, new ModelId("digits", "1"), outputs),
                request);
    }
}
