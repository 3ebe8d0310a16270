package thaw.predict;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import thaw.Datatype;
import thaw.InferenceException.Kind;
import thaw.ModelSignature;
import thaw.Prediction;
import thaw.Shape;
import thaw.Tensor;
import thaw.TensorSpec;
import thaw.Tensors;
import thaw.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static thaw.predict.Signatures.giving;
import static thaw.predict.Signatures.spec;

class OutputDecoderTest {

    private static final TensorSpec SCORES = spec("p", Datatype.FP32, -1, 3);
    private static final TensorSpec ONE = spec("p", Datatype.FP32, -1, 1);
    private static final TensorSpec LABEL = spec("output_label", Datatype.INT64, -1);

    @ParameterizedTest(name = "{1} {2} {3} -> {4}")
    @MethodSource("answers")
    void answers(ModelSignature signature, String settings, String labels, Tensors outputs, String fields) {
        String[] names = labels.isEmpty() ? new String[0] : labels.split(",");
        Prediction prediction = Packages.predictor(signature, settings, names).decode(outputs);
        assertEquals(fields, Json.text(prediction.fields()).replace('"', '\''));
    }

    static Stream<Arguments> answers() {
        Tensor half = floats("p", 0.25f, 0.5f, 0.25f);
        Tensor own = Tensor.ofLongs("output_label", Shape.of(1), 7);
        return Stream.of(
                arguments(giving(SCORES), "", "a,b,c", Tensors.of(half), "{'label':'b','score':0.5,'scores':["
                        + "{'label':'b','score':0.5},{'label':'a','score':0.25},{'label':'c','score':0.25}]}"),
                arguments(giving(SCORES), "{'output':{'topK':1}}", "", Tensors.of(half),
                        "{'label':'1','score':0.5,'scores':[{'label':'1','score':0.5}]}"),
                arguments(giving(SCORES), "{'output':{'topK':1,'labels':['x','y','z']}}", "a,b,c",
                        Tensors.of(half),
                        "{'label':'y','score':0.5,'scores':[{'label':'y','score':0.5}]}"),
                arguments(giving(SCORES), "{'output':{'threshold':0.5}}", "a,b,c", Tensors.of(half),
                        "{'label':'b','score':0.5,'scores':[{'label':'b','score':0.5}]}"),
                arguments(giving(SCORES), "{'output':{'threshold':0.6}}", "a,b,c", Tensors.of(half),
                        "{'scores':[]}"),
                arguments(giving(SCORES), "{'output':{'softmax':true,'topK':1}}", "a,b,c",
                        Tensors.of(floats("p", 1000, 0, 0)),
                        "{'label':'a','score':1.0,'scores':[{'label':'a','score':1.0}]}"),
                arguments(giving(SCORES), "{'output':{'sigmoid':true,'threshold':0.5}}", "a,b,c",
                        Tensors.of(floats("p", 0, -9, 99)),
                        "{'label':'c','score':1.0,'scores':[{'label':'c','score':1.0},{'label':'a','score':0.5}]}"),
                // Nothing says that these are scores: they are values.
                arguments(giving(SCORES), "", "", Tensors.of(half), "{'p':[0.25,0.5,0.25]}"),
                arguments(giving(spec("p", Datatype.FP32, -1, 3, 1, 1)), "{'output':{'topK':1}}", "a,b,c",
                        Tensors.of(Tensor.ofFloats("p", Shape.of(1, 3, 1, 1), 0.25f, 0.5f, 0.25f)),
                        "{'label':'b','score':0.5,'scores':[{'label':'b','score':0.5}]}"),
                arguments(giving(spec("p", Datatype.FP64, -1, -1)), "{'output':{'topK':1}}", "a,b",
                        Tensors.of(doubles("p", 0.1, 0.9)),
                        "{'label':'b','score':0.9,'scores':[{'label':'b','score':0.9}]}"),
                arguments(giving(spec("p", Datatype.FP16, -1, 2)), "{'output':{'topK':1}}", "a,b",
                        Tensors.of(halves("p", 0.75f, 0.25f)),
                        "{'label':'a','score':0.75,'scores':[{'label':'a','score':0.75}]}"),
                // One number for two classes.
                arguments(giving(ONE), "", "no,yes", Tensors.of(floats("p", 0.75f)),
                        "{'label':'yes','score':0.75,"
                                + "'scores':[{'label':'yes','score':0.75},{'label':'no','score':0.25}]}"),
                arguments(giving(ONE), "{'output':{'sigmoid':true}}", "", Tensors.of(floats("p", 0f)),
                        "{'label':'0','score':0.5,'scores':[{'label':'0','score':0.5},{'label':'1','score':0.5}]}"),
                arguments(giving(ONE), "{'output':{'sigmoid':true,'threshold':0.6}}", "toxic",
                        Tensors.of(floats("p", 99f)),
                        "{'label':'toxic','score':1.0,'scores':[{'label':'toxic','score':1.0}]}"),
                // Regression.
                arguments(giving(ONE), "", "", Tensors.of(floats("p", 3.25f)), "{'p':3.25}"),
                arguments(giving(ONE), "{'output':{}}", "", Tensors.of(floats("p", 0.1f)), "{'p':0.1}"),
                arguments(giving(spec("p", Datatype.FP32, -1)), "{'output':{'tensor':'p'}}", "",
                        Tensors.of(Tensor.ofFloats("p", Shape.of(1), 3.25f)), "{'p':3.25}"),
                // scikit-learn's own label.
                arguments(giving(LABEL, SCORES), "", "", Tensors.of(own, half),
                        "{'label':'7','score':0.5,'scores':"
                                + "[{'label':'7','score':0.5}],'p':[0.25,0.5,0.25]}"),
                arguments(giving(LABEL, SCORES), "{'output':{'topK':1}}", "a,b,c", Tensors.of(own, half),
                        "{'label':'b','score':0.5,'scores':[{'label':'b','score':0.5}]}"),
                arguments(giving(spec("label", Datatype.BYTES, -1)), "{'output':{}}", "",
                        Tensors.of(Tensor.ofStrings("label", Shape.of(1), List.of("spam"))),
                        "{'label':'spam'}"),
                arguments(giving(spec("class", Datatype.INT64, -1, 1)), "", "a,b",
                        Tensors.of(Tensor.ofLongs("class", Shape.of(1, 1), 1)), "{'label':'b'}"),
                arguments(giving(LABEL, SCORES), "{'output':{'tensor':'output_label'}}", "",
                        Tensors.of(own, half),
                        "{'label':'7','p':[0.25,0.5,0.25]}"),
                // Names that the answer needs itself.
                arguments(giving(spec("p", Datatype.FP32, -1, 2), spec("score", Datatype.FP32, -1)),
                        "{'output':{'tensor':'p','topK':1}}", "a,b",
                        Tensors.of(floats("p", 0.25f, 0.75f), Tensor.ofFloats("score", Shape.of(1), 5)),
                        "{'label':'b','score':0.75,'scores':[{'label':'b','score':0.75}],'output_score':5.0}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void everyDatatypeIsAValue(Tensor tensor, Object value) {
        ModelSignature signature = giving(new TensorSpec(tensor.name(), tensor.datatype(),
                tensor.shape().withRows(Shape.ANY)));
        assertEquals(Map.of("v", value),
                Packages.predictor(signature, "").decode(Tensors.of(tensor)).values());
    }

    static Stream<Arguments> values() {
        return Stream.of(arguments(raw(Datatype.BOOL, 1, 0), List.of(true, false)),
                arguments(raw(Datatype.UINT8, 0xff, 1), List.of(255L, 1L)),
                arguments(raw(Datatype.INT8, 0xff, 1), List.of(-1L, 1L)),
                arguments(raw(Datatype.UINT16, 0xff, 0xff, 1, 0), List.of(65535L, 1L)),
                arguments(raw(Datatype.INT16, 0xff, 0xff, 1, 0), List.of(-1L, 1L)),
                arguments(raw(Datatype.UINT32, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0), List.of(4294967295L, 1L)),
                arguments(raw(Datatype.INT32, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0), List.of(-1L, 1L)),
                arguments(raw(Datatype.UINT64, 0, 0, 0, 0, 0, 0, 0, 0x80, 1, 0, 0, 0, 0, 0, 0, 0),
                        List.of(BigInteger.ONE.shiftLeft(63), 1L)),
                arguments(Tensor.ofLongs("v", Shape.of(1, 2), -1, 1), List.of(-1L, 1L)),
                arguments(raw(Datatype.FP16, 0, 0x3c, 0, 0xbc), List.of(1f, -1f)),
                arguments(raw(Datatype.BF16, 0x80, 0x3f, 0x80, 0xbf), List.of(1f, -1f)),
                arguments(doubles("v", 0.1, 2), List.of(0.1, 2.0)),
                arguments(Tensor.ofStrings("v", Shape.of(1, 2), List.of("a", "b")), List.of("a", "b")),
                arguments(Tensor.ofFloats("v", Shape.of(1, 2, 2), 1, 2, 3, 4),
                        List.of(List.of(1f, 2f), List.of(3f, 4f))),
                arguments(Tensor.ofFloats("v", Shape.of(1, 0)), List.of()),
                arguments(Tensor.ofFloats("v", Shape.of(2, 2), 1, 2, 3, 4),
                        List.of(List.of(1f, 2f), List.of(3f, 4f))));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("defects")
    void outputsThatNoAnswerFollowsFromAreDefects(ModelSignature signature, String settings, Tensors outputs,
            String message) {
        var predictor = Packages.predictor(signature, settings);
        var failure = Packages.failure(() -> predictor.decode(outputs));
        assertEquals(message, failure.getMessage());
        assertEquals(Kind.INTERNAL, failure.kind());
    }

    static Stream<Arguments> defects() {
        String labels = "{'output':{'labels':['a','b','c']}}";
        String two = "{'output':{'labels':['a','b']}}";
        return Stream.of(
                arguments(giving(SCORES), labels, Tensors.of(floats("p", 1, Float.NaN, 0)),
                        "output 'p': expected finite numbers, got NaN at element 1"),
                arguments(giving(SCORES), "", Tensors.of(floats("p", 1, 0, Float.POSITIVE_INFINITY)),
                        "output 'p': expected finite numbers, got Infinity at element 2"),
                arguments(giving(SCORES), labels,
                        Tensors.of(Tensor.ofFloats("p", Shape.of(2, 3), new float[6])),
                        "output 'p': expected 3 scores for one row, got shape [2,3]"),
                arguments(giving(spec("p", Datatype.FP32, -1, -1)), two, Tensors.of(floats("p", 1, 0, 0)),
                        "output 'p': expected 2 scores for one row, got shape [1,3]"),
                arguments(giving(ONE), two, Tensors.of(floats("p", 1.5f)),
                        "output 'p': expected a probability from 0 to 1, as two labels share one number, got 1.5; if it"
                                + " is a logit, set output.sigmoid in model.json"),
                arguments(giving(LABEL), two, Tensors.of(Tensor.ofLongs("output_label", Shape.of(1), 2)),
                        "output 'output_label': expected an index below 2, as there are so many labels, got 2"),
                arguments(giving(LABEL), two, Tensors.of(Tensor.ofLongs("output_label", Shape.of(2), 1, 1)),
                        "output 'output_label': expected one label for one row, got shape [2]"));
    }

    @Test
    void moreThanTenClassesAreAnsweredUpToTen() {
        var predictor = Packages.predictor(giving(spec("p", Datatype.FP32, -1, 12)), "{'output':{}}");
        assertEquals(10, predictor.decode(Tensors.of(floats("p", new float[12]))).scores().size());
    }

    private static Tensor floats(String name, float... values) {
        return Tensor.ofFloats(name, Shape.of(1, values.length), values);
    }

    private static Tensor doubles(String name, double... values) {
        ByteBuffer bytes = Tensor.allocate(values.length * 8L);
        bytes.asDoubleBuffer().put(values);
        return Tensor.of(name, Datatype.FP64, Shape.of(1, values.length), bytes);
    }

    private static Tensor halves(String name, float... values) {
        ByteBuffer bytes = Tensor.allocate(values.length * 2L);
        for (float value : values) {
            bytes.putShort(HalfFloats.toFp16(value));
        }
        return Tensor.of(name, Datatype.FP16, Shape.of(1, values.length), bytes.flip());
    }

    private static Tensor raw(Datatype datatype, int... octets) {
        ByteBuffer bytes = Tensor.allocate(octets.length);
        for (int octet : octets) {
            bytes.put((byte) octet);
        }
        return Tensor.of("v", datatype, Shape.of(1, octets.length / datatype.width()), bytes.flip());
    }
}
