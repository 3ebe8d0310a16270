package thaw.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;

/**
 * Inputs that a model can probably take, the same ones every time: near its sample where it has one, since nobody knows
 * what an integer stands for or how long a text may be. For one thread.
 */
final class RandomInputs {

    private final ModelSignature signature;
    private final Optional<Tensors> sample;
    private final Random random = new Random(20);

    RandomInputs(ModelSignature signature, Optional<Tensors> sample) {
        this.signature = signature;
        this.sample = sample;
    }

    /**
     * Inputs of that many rows, if the model has rows.
     *
     * @param open what an open size other than that of the rows becomes, where no sample tells
     */
    Tensors rows(int rows, int open) {
        Map<String, Long> sizes = new HashMap<>();
        List<Tensor> tensors = new ArrayList<>();
        for (TensorSpec spec : signature.inputs()) {
            Optional<Tensor> model = sample.map(given -> given.tensor(spec.name()));
            tensors.add(tensor(spec, shape(spec, model, rows, open, sizes), model));
        }
        return Tensors.of(tensors);
    }

    private static Shape shape(TensorSpec spec, Optional<Tensor> model, int rows, int open,
            Map<String, Long> sizes) {
        long[] shape = spec.shape().toArray();
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == Shape.ANY) {
                int axis = i;
                long size = i == 0 ? rows
                        : model.map(tensor -> tensor.shape().toArray()[axis]).orElse((long) open);
                String name = spec.dimensions().isEmpty() ? "" : spec.dimensions().get(i);
                shape[i] = name.isEmpty() ? size : sizes.computeIfAbsent(name, first -> size);
            }
        }
        return Shape.of(shape);
    }

    private Tensor tensor(TensorSpec spec, Shape shape, Optional<Tensor> model) {
        if (spec.datatype() == Datatype.BYTES) {
            return texts(spec, shape, model);
        }
        int width = spec.datatype().width();
        ByteBuffer data = Tensor.allocate(shape.elements() * width);
        for (int i = 0; i < shape.elements(); i++) {
            put(data, i, spec.datatype(), model);
        }
        return Tensor.of(spec.name(), spec.datatype(), shape, data);
    }

    private Tensor texts(TensorSpec spec, Shape shape, Optional<Tensor> model) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < shape.elements(); i++) {
            texts.add(model.filter(tensor -> tensor.elements() > 0)
                    .map(tensor -> tensor.text(random.nextInt(tensor.elements())))
                    .orElseGet(() -> Integer.toString(random.nextInt(100))));
        }
        return Tensor.ofStrings(spec.name(), shape, texts);
    }

    /** An element near one of the sample's, or small. */
    private void put(ByteBuffer data, int index, Datatype datatype, Optional<Tensor> model) {
        int width = datatype.width();
        if (model.isPresent() && model.get().elements() > 0) {
            int from = random.nextInt(model.get().elements());
            data.put(index * width, model.get().data(), from * width, width);
        } else if (datatype == Datatype.BOOL || !isFloat(datatype)) {
            data.put(index * width, (byte) random.nextInt(2));
        }
        switch (datatype) {
            case FP32 -> data.putFloat(index * 4, near(data.getFloat(index * 4), model));
            case FP64 -> data.putDouble(index * 8, near((float) data.getDouble(index * 8), model));
            case FP16 -> putHalf(data, index * 2, model, 0x3800);
            case BF16 -> putHalf(data, index * 2, model, 0x3f00);
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BOOL, BYTES -> {
            }
        }
    }

    private float near(float value, Optional<Tensor> model) {
        float noise = (float) random.nextGaussian();
        return model.isPresent() ? value * (1 + noise / 8) : noise;
    }

    /** About a half, of either sign; the sample's own where there is one. */
    private void putHalf(ByteBuffer data, int position, Optional<Tensor> model, int half) {
        if (model.isEmpty()) {
            data.putShort(position, (short) (half + random.nextInt(64) | random.nextInt(2) << 15));
        }
    }

    private static boolean isFloat(Datatype datatype) {
        return switch (datatype) {
            case FP16, BF16, FP32, FP64 -> true;
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BOOL, BYTES -> false;
        };
    }
}
