package coldstart;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;

/** The request as DJL's arrays, and back. */
final class InferTranslator implements NoBatchifyTranslator<InferRequest, InferAnswer> {

    private final String name = System.getenv("MODEL_NAME");

    @Override
    public NDList processInput(TranslatorContext context, InferRequest request) {
        NDManager manager = context.getNDManager();
        NDList inputs = new NDList();
        for (InferRequest.Input input : request.inputs()) {
            NDArray array = array(manager, input);
            array.setName(input.name());
            inputs.add(array);
        }
        context.setAttachment("wanted", request.outputs());
        return inputs;
    }

    private static NDArray array(NDManager manager, InferRequest.Input input) {
        double[] data = input.data();
        if (input.datatype().equals("INT64")) {
            long[] values = new long[data.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) data[i];
            }
            return manager.create(values, new Shape(input.shape()));
        }
        float[] values = new float[data.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) data[i];
        }
        return manager.create(values, new Shape(input.shape()));
    }

    @Override
    public InferAnswer processOutput(TranslatorContext context, NDList results) {
        List<InferAnswer.Output> outputs = new ArrayList<>();
        for (Object wanted : (List<?>) context.getAttachment("wanted")) {
            NDArray array = results.get(((InferRequest.Output) wanted).name());
            outputs.add(new InferAnswer.Output(array.getName(), "FP32", array.getShape().getShape(),
                    array.toFloatArray()));
        }
        return new InferAnswer(name, outputs);
    }
}
