package thaw.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import thaw.Datatype;
import thaw.Deadline;
import thaw.InferenceException;
import thaw.LoadedModel;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Models;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;

/**
 * Models in memory whose answers follow from their inputs by arithmetic, so that a test can tell whose answer it got.
 * Thread-safe.
 *
 * <ul>
 * <li>{@code echo-<datatype>}, such as {@code echo-fp32}: {@code x[-1,-1]} comes back as {@code y}.
 * <li>{@code affine}, versions 1 and 2: {@code y = version * x + 1} for {@code x FP32[-1,-1]}; fails if a value is
 * {@link #POISON}. Predicts from a text of numbers.
 * <li>{@code pair}: {@code input0 UINT32[2,2]} and {@code input1 BOOL[3]} give {@code output0 FP32[3,2]} and
 * {@code output1 BOOL[3]}, as in the protocol's examples.
 * <li>{@code inverse}: {@code y = 1/x}, infinite for 0.
 * <li>{@code scalar}: {@code x FP32[]} comes back as {@code y}.
 * <li>{@code asleep}: exists, and is not loaded.
 * </ul>
 */
public final class EchoModels implements Models {

    /** The value on which {@code affine} fails. */
    public static final float POISON = 666f;

    private final Map<String, Map<String, Loaded>> models = new TreeMap<>();
    private final AtomicInteger leases = new AtomicInteger();

    /** All of them. */
    public EchoModels() {
        for (Datatype datatype : Datatype.values()) {
            add("echo-" + datatype.name().toLowerCase(Locale.ROOT), "1", matrix(datatype), EchoModels::echo);
        }
        add("affine", "1", matrix(Datatype.FP32), inputs -> affine(inputs, 1));
        add("affine", "2", matrix(Datatype.FP32), inputs -> affine(inputs, 2));
        add("inverse", "1", matrix(Datatype.FP32), EchoModels::inverse);
        add("scalar", "1", signature(new TensorSpec("x", Datatype.FP32, Shape.of()),
                new TensorSpec("y", Datatype.FP32, Shape.of())), EchoModels::echo);
        add("pair", "3", pair(), EchoModels::pairOutputs);
        models.put("asleep", Map.of());
    }

    private void add(String name, String version, ModelSignature signature, UnaryOperator<Tensors> run) {
        models.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(version,
                new Loaded(new EchoModel(new ModelId(name, version), signature, run)));
    }

    private static ModelSignature matrix(Datatype datatype) {
        return signature(new TensorSpec("x", datatype, Shape.of(-1, -1)),
                new TensorSpec("y", datatype, Shape.of(-1, -1)));
    }

    private static ModelSignature signature(TensorSpec input, TensorSpec output) {
        return new ModelSignature(List.of(input), List.of(output));
    }

    private static ModelSignature pair() {
        return new ModelSignature(
                List.of(new TensorSpec("input0", Datatype.UINT32, Shape.of(2, 2)),
                        new TensorSpec("input1", Datatype.BOOL, Shape.of(3))),
                List.of(new TensorSpec("output0", Datatype.FP32, Shape.of(3, 2)),
                        new TensorSpec("output1", Datatype.BOOL, Shape.of(3))));
    }

    private static Tensors echo(Tensors inputs) {
        return Tensors.of(inputs.tensor("x").named("y"));
    }

    private static Tensors affine(Tensors inputs, int factor) {
        Tensor x = inputs.tensor("x");
        float[] values = floats(x);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == POISON) {
                throw InferenceException.internal("affine", "fails on " + POISON, null);
            }
            values[i] = factor * values[i] + 1;
        }
        return Tensors.of(Tensor.ofFloats("y", x.shape(), values));
    }

    private static Tensors inverse(Tensors inputs) {
        Tensor x = inputs.tensor("x");
        float[] values = floats(x);
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 / values[i];
        }
        return Tensors.of(Tensor.ofFloats("y", x.shape(), values));
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[tensor.elements()];
        tensor.floats().get(values);
        return values;
    }

    private static Tensors pairOutputs(Tensors inputs) {
        float first = inputs.tensor("input0").data().getInt(0);
        return Tensors.of(Tensor.ofFloats("output0", Shape.of(3, 2), first, 1.1f, 2, 2.1f, 3, 3.1f),
                inputs.tensor("input1").named("output1"));
    }

    /** How many leases have not been given back. */
    public int leases() {
        return leases.get();
    }

    /** The rows of each run of that version, in order. */
    public List<Long> runs(String name, String version) {
        List<Long> runs = models.get(name).get(version).model.runs;
        synchronized (runs) {
            return List.copyOf(runs);
        }
    }

    @Override
    public Lease lease(ModelReference reference) {
        Map<String, Loaded> versions = named(reference.name());
        if (versions.isEmpty()) {
            throw InferenceException.unavailable("model '" + reference + "'", "asleep", null);
        }
        Loaded loaded = version(reference, versions);
        leases.incrementAndGet();
        return new EchoLease(loaded);
    }

    private Loaded version(ModelReference reference, Map<String, Loaded> versions) {
        String version = reference.version().isEmpty() ? versions(reference.name()).get(versions.size() - 1)
                : reference.version();
        Loaded loaded = versions.get(version);
        if (loaded == null) {
            throw InferenceException.notFound("model '" + reference + "'",
                    "expected a version of " + versions.keySet());
        }
        return loaded;
    }

    private Map<String, Loaded> named(String name) {
        Map<String, Loaded> versions = models.get(name);
        if (versions == null) {
            throw InferenceException.notFound("model '" + name + "'", "expected one of " + models.keySet());
        }
        return versions;
    }

    @Override
    public List<String> names() {
        return List.copyOf(models.keySet());
    }

    @Override
    public List<String> versions(String name) {
        return List.copyOf(named(name).keySet());
    }

    @Override
    public boolean ready(ModelReference reference) {
        Map<String, Loaded> versions = named(reference.name());
        return !versions.isEmpty() && version(reference, versions) != null;
    }

    private final class EchoLease implements Lease {
        private final Loaded loaded;
        private boolean closed;

        EchoLease(Loaded loaded) {
            this.loaded = loaded;
        }

        @Override
        public LoadedModel loaded() {
            return loaded;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                leases.decrementAndGet();
            }
        }
    }

    private record Loaded(EchoModel model) implements LoadedModel {

        @Override
        public List<String> labels() {
            return List.of();
        }

        @Override
        public Predictor<Payload, Prediction> packagePredictor() {
            return new NumbersInText();
        }
    }

    /** Reads numbers apart by spaces as one row, and gives the best of the outputs as score. */
    private static final class NumbersInText implements Predictor<Payload, Prediction> {

        @Override
        public Tensors encode(Payload input) {
            String[] words = input.text(1 << 20).trim().split("\\s+");
            float[] values = new float[words.length];
            for (int i = 0; i < words.length; i++) {
                try {
                    values[i] = Float.parseFloat(words[i]);
                } catch (NumberFormatException broken) {
                    throw InferenceException.mismatch("word " + i, "a number", words[i]);
                }
            }
            return Tensors.of(Tensor.ofFloats("x", Shape.of(1, values.length), values));
        }

        @Override
        public Prediction decode(Tensors outputs) {
            float[] values = floats(outputs.tensor("y"));
            Arrays.sort(values);
            return new Prediction(List.of(new Prediction.Score("best", values[values.length - 1])), Map.of());
        }
    }

    /** A model that computes in Java. */
    private static final class EchoModel implements Model {
        private final ModelId id;
        private final ModelSignature signature;
        private final UnaryOperator<Tensors> run;
        private final List<Long> runs = new ArrayList<>();

        EchoModel(ModelId id, ModelSignature signature, UnaryOperator<Tensors> run) {
            this.id = id;
            this.signature = signature;
            this.run = run;
        }

        @Override
        public ModelId id() {
            return id;
        }

        @Override
        public ModelSignature signature() {
            return signature;
        }

        @Override
        public Tensors infer(Tensors inputs, Set<String> outputs, Deadline deadline) {
            signature.check(inputs);
            synchronized (runs) {
                runs.add(inputs.rows());
            }
            Tensors all = run.apply(inputs);
            List<Tensor> wanted = new ArrayList<>();
            for (Tensor output : all) {
                if (outputs.isEmpty() || outputs.contains(output.name())) {
                    wanted.add(output);
                }
            }
            return Tensors.of(wanted);
        }

        @Override
        public void close() {}
    }
}
