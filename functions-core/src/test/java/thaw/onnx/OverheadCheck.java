package thaw.onnx;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.sun.management.ThreadMXBean;
import thaw.Deadline;
import thaw.Model;
import thaw.ModelReference;
import thaw.Models;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.model.ModelCatalog;
import thaw.model.ModelRepository;

/** Prints what a call costs above a bare call of ONNX Runtime, in nanoseconds and bytes; run by hand. */
final class OverheadCheck {

    private static final int CALLS = 50_000;
    private static final int ROUNDS = 9;

    private OverheadCheck() {}

    private interface Call {
        Object run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("overhead");
        Path file = OnnxModelBuilder.identity(ElementType.FLOAT, "n", 3).write(folder.resolve("model.onnx"));
        try (ModelCatalog catalog = ModelCatalog.of(ModelRepository.open(file.getParent()),
                OnnxModelRuntime.with(ExecutionOptions.ofDefaults().withIntraOpThreads(1))).open()) {
            ModelReference reference = ModelReference.to(catalog.names().get(0));
            try (Models.Lease lease = catalog.lease(reference)) {
                compare(file, lease.loaded().model());
            }
            measure("lease", () -> {
                try (Models.Lease lease = catalog.lease(reference)) {
                    return lease.loaded();
                }
            });
        }
    }

    private static void compare(Path file, Model model) throws Exception {
        Tensor tensor = Tensor.ofFloats("x", Shape.of(1, 3), 1, 2, 3);
        Tensors inputs = Tensors.of(tensor);
        OrtEnvironment environment = OnnxLibrary.environment();
        try (OrtSession session = environment.createSession(file.toString())) {
            for (int i = 0; i < 2; i++) {
                measure("bare copied", () -> bare(environment, session, tensor));
                measure("bare prepared", () -> prepared(environment, session, tensor));
                measure("infer", () -> model.infer(inputs));
                measure("infer with deadline",
                        () -> model.infer(inputs, Set.of(), Deadline.after(Duration.ofSeconds(10))));
                measure("answer alone", () -> Tensors.of(
                        Tensor.of("y", thaw.Datatype.FP32, Shape.of(1, 3), Tensor.allocate(12))));
            }
        }
    }

    private static Object bare(OrtEnvironment environment, OrtSession session, Tensor tensor)
            throws Exception {
        try (OnnxTensor x = OnnxTensor.createTensor(environment, tensor.data(), new long[]{1, 3},
                OnnxJavaType.FLOAT); OrtSession.Result result = session.run(Map.of("x", x))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }

    private static Object prepared(OrtEnvironment environment, OrtSession session, Tensor tensor)
            throws Exception {
        ByteBuffer buffer = Tensor.allocate(12);
        try (OnnxTensor x = OnnxTensor.createTensor(environment, tensor.data(), new long[]{1, 3},
                OnnxJavaType.FLOAT);
                OnnxTensor y = OnnxTensor.createTensor(environment, buffer, new long[]{1, 3},
                        OnnxJavaType.FLOAT);
                OrtSession.Result result = session.run(Map.of("x", x), Map.of("y", y))) {
            return result.get(0);
        }
    }

    private static void measure(String what, Call call) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] nanos = new long[ROUNDS];
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            nanos[round] = System.nanoTime() - start;
            bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        }
        Arrays.sort(nanos);
        System.out.printf("%-22s %7d ns %6d bytes%n", what, nanos[ROUNDS / 2] / CALLS, bytes / CALLS);
    }
}
