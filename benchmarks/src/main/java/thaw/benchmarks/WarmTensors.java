package thaw.benchmarks;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import ai.onnxruntime.OrtException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import thaw.Datatype;
import thaw.Deadline;
import thaw.Model;
import thaw.Models;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

/** One warm run of one row, tensors in and tensors out: the bare call against {@link Model#infer}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class WarmTensors {

    /** The graph that runs. */
    @Param({"identity", "digits", "risk"})
    public String model;

    private BareSession bare;
    private Models.Lease lease;
    private Model thaw;
    private String name;
    private long[] shape;
    private FloatBuffer[] buffers;
    private Tensors[] tensors;
    private int next;

    /** Opens the model twice, and lays the inputs out beforehand as each side takes them. */
    @Setup
    public void open() throws OrtException, IOException {
        // Thaw first: whoever comes first sets the log level of the one environment there is.
        lease = Repositories.lease(model);
        bare = new BareSession(model);
        thaw = lease.loaded().model();
        SampleRows rows = SampleRows.of(model);
        name = rows.tensor();
        shape = rows.shapeOf(1);
        buffers = new FloatBuffer[SampleRows.ROWS];
        tensors = new Tensors[SampleRows.ROWS];
        for (int i = 0; i < SampleRows.ROWS; i++) {
            buffers[i] = rows.direct(i, 1).asFloatBuffer();
            tensors[i] = Tensors.of(Tensor.of(name, Datatype.FP32, Shape.of(shape), rows.direct(i, 1)));
        }
    }

    /** Frees both. */
    @TearDown
    public void close() throws OrtException {
        lease.close();
        bare.close();
    }

    private int next() {
        next = next + 1 == SampleRows.ROWS ? 0 : next + 1;
        return next;
    }

    /** ONNX Runtime's own Java binding. */
    @Benchmark
    public Object[] bare() throws OrtException {
        return bare.run(name, buffers[next()], shape);
    }

    /** Thaw's model, without a time limit. */
    @Benchmark
    public Tensors infer() {
        return thaw.infer(tensors[next()]);
    }

    /** The same with the time limit that every request has. */
    @Benchmark
    public Tensors inferWithDeadline() {
        return thaw.infer(tensors[next()], Set.of(), Deadline.after(Duration.ofSeconds(30)));
    }
}
