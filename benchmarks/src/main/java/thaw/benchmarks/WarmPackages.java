package thaw.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import thaw.LoadedModel;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;

/**
 * One warm prediction from the caller's bytes to labels and scores: what a user writes by hand against the predictor that
 * a package describes. Identity takes the protocol's JSON, digits a PNG, risk named features.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgs = {"--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
        "-Djava.awt.headless=true"})
public class WarmPackages {

    /** The package that predicts. */
    @Param({"identity", "digits", "risk"})
    public String model;

    private HandWritten handWritten;
    private Models.Lease lease;
    private LoadedModel loaded;
    private byte[][] inputs;
    private int next;

    /** Opens the model twice and reads the inputs. */
    @Setup
    public void open() throws OrtException, IOException {
        // Thaw first: whoever comes first sets the log level of the one environment there is.
        lease = Repositories.lease(model);
        handWritten = HandWritten.of(model);
        loaded = lease.loaded();
        inputs = inputs();
    }

    private byte[][] inputs() throws IOException {
        return switch (model) {
            case "digits" -> pictures();
            case "risk" -> patients();
            default -> new byte[][]{
                    ("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,4],\"datatype\":\"FP32\","
                            + "\"data\":[1.5,-2.25,3.125,0.5]}]}").getBytes(StandardCharsets.UTF_8)};
        };
    }

    private static byte[][] pictures() throws IOException {
        List<byte[]> pictures = new java.util.ArrayList<>();
        try (var files = Files.newDirectoryStream(Repositories.file("samples/data/digits"),
                "digit-?-????.png")) {
            for (Path file : files) {
                pictures.add(Files.readAllBytes(file));
            }
        }
        return pictures.toArray(byte[][]::new);
    }

    private static byte[][] patients() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<byte[]> patients = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(Repositories.file("samples/data/risk/patients.ndjson"))) {
            JsonNode features = mapper.readTree(line).get("features");
            patients.add(mapper.writeValueAsBytes(features));
        }
        return patients.toArray(byte[][]::new);
    }

    /** Frees both. */
    @TearDown
    public void close() throws OrtException {
        lease.close();
        handWritten.close();
    }

    private byte[] next() {
        next = next + 1 == inputs.length ? 0 : next + 1;
        return inputs[next];
    }

    /** Jackson or ImageIO, then the bare session. */
    @Benchmark
    public Object handWritten() throws OrtException, IOException {
        return handWritten.predict(next());
    }

    /** The package's predictor around Thaw's model. */
    @Benchmark
    public Prediction packagePredictor() {
        Predictor<Payload, Prediction> predictor = loaded.packagePredictor();
        return predictor.decode(loaded.model().infer(predictor.encode(Payload.of(next(), ""))));
    }
}
