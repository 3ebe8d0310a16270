package thaw.predict;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import thaw.Datatype;
import thaw.InferenceException.Kind;
import thaw.ModelSignature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static thaw.predict.Signatures.giving;
import static thaw.predict.Signatures.of;
import static thaw.predict.Signatures.spec;
import static thaw.predict.Signatures.taking;

/** A package that contradicts itself or its graph fails at load, and the message says where and what would be right. */
class WrongPackageTest {

    private static final ModelSignature PICTURE = taking(spec("image", Datatype.FP32, -1, 3, 8, 8));
    private static final ModelSignature OPEN_PICTURE = taking(spec("image", Datatype.FP32, -1, 3, -1, -1));
    private static final ModelSignature FLAT_PICTURE = taking(spec("pixels", Datatype.FP32, -1, 64));
    private static final ModelSignature TABLE = taking(spec("x", Datatype.FP32, -1, 2));
    private static final ModelSignature WHOLE_NUMBERS = taking(spec("x", Datatype.INT64, -1, 2));
    private static final ModelSignature COLUMNS = taking(spec("age", Datatype.FP32, -1, 1),
            spec("city", Datatype.BYTES, -1, 1));
    private static final ModelSignature TEXT = taking(spec("text", Datatype.BYTES, -1));
    private static final ModelSignature CLASSES = giving(spec("p", Datatype.FP32, -1, 3));
    private static final ModelSignature VALUE = giving(spec("v", Datatype.FP32, -1, 1));
    private static final ModelSignature TWO_SCORES = giving(spec("a", Datatype.FP32, -1, 3),
            spec("b", Datatype.FP32, -1, 3));
    private static final ModelSignature LABEL = giving(spec("label", Datatype.INT64, -1));
    private static final ModelSignature MAPS = giving(spec("m", Datatype.FP32, -1, 3, 8, 8));

    @ParameterizedTest(name = "{1} -> {2}")
    @MethodSource({"documents", "images", "tables", "features", "texts", "outputs"})
    void isRefusedAtLoad(ModelSignature signature, String settings, String message) {
        var failure = Packages.failure(() -> Packages.predictor(signature, settings));
        assertEquals(message, failure.getMessage());
        assertEquals(Kind.INVALID_MODEL, failure.kind());
    }

    @ParameterizedTest(name = "{1} {2} -> {3}")
    @MethodSource("labels")
    void labelsThatFitNoOutputAreRefused(ModelSignature signature, String settings, String labels,
            String message) {
        var failure = Packages.failure(() -> Packages.predictor(signature, settings, labels.split(",")));
        assertEquals(message, failure.getMessage());
        assertEquals(Kind.INVALID_MODEL, failure.kind());
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments(TABLE, "{'inptu':{}}",
                        "model.json: expected only the keys [$schema, description, input, output], got also [inptu]"),
                arguments(TABLE, "{'description':3}", "model.json.description: expected a string, got 3"),
                arguments(TABLE, "{'input':[]}", "model.json.input: expected an object, got a list"),
                arguments(TABLE, "{'input':{}}",
                        "model.json.input: expected exactly one of image, tabular and text, got none"),
                arguments(TABLE, "{'input':{'image':{},'text':{}}}",
                        "model.json.input: expected exactly one of image, tabular and text, got [image, text]"),
                arguments(TABLE, "{'input':{'audio':{}}}",
                        "model.json.input: expected only the keys [image, tabular, text], got also [audio]"));
    }

    static Stream<Arguments> images() {
        return Stream.of(
                arguments(PICTURE, image("'width':9"),
                        "model.json.input.image.width: expected 8, as input 'image'"
                                + " has shape [-1,3,8,8], got 9"),
                arguments(PICTURE, image("'channels':1"),
                        "model.json.input.image.channels: expected 3, as input"
                                + " 'image' has shape [-1,3,8,8], got 1"),
                arguments(PICTURE, image("'channels':2"),
                        "model.json.input.image.channels: expected 1 (grey) or 3 (colour), got 2"),
                arguments(PICTURE, image("'width':'8'"),
                        "model.json.input.image.width: expected an integer, got 8"),
                arguments(PICTURE, image("'width':0"),
                        "model.json.input.image.width: expected an integer from 1 to 16384, got 0"),
                arguments(OPEN_PICTURE, image("'height':8"),
                        "model.json.input.image.width: expected an integer, as"
                                + " the shape [-1,3,-1,-1] of input 'image' leaves it open, got nothing"),
                arguments(PICTURE, image("'fit':'squash'"),
                        "model.json.input.image.fit: expected one of [stretch, crop, pad], got 'squash'"),
                arguments(PICTURE, image("'layout':'nchw'"),
                        "model.json.input.image.layout: expected one of [NCHW, NHWC], got 'nchw'"),
                arguments(PICTURE, image("'layout':'NHWC'"),
                        "model.json.input.image.channels: expected 1 (grey) or"
                                + " 3 (colour), got 8 in shape [-1,3,8,8] of input 'image'"),
                arguments(PICTURE, image("'resize':'cubic'"), "model.json.input.image.resize: expected one of"
                        + " [nearest, box, bilinear, hamming, bicubic, lanczos], got 'cubic'"),
                arguments(PICTURE, image("'order':'GRB'"),
                        "model.json.input.image.order: expected one of [RGB, BGR], got 'GRB'"),
                arguments(PICTURE, image("'scale':0"),
                        "model.json.input.image.scale: expected a number other than 0, got 0.0"),
                arguments(PICTURE, image("'mean':[1,2]"),
                        "model.json.input.image.mean: expected one number, or one"
                                + " for each channel, got [1.0, 2.0]"),
                arguments(PICTURE, image("'mean':['a']"),
                        "model.json.input.image.mean[0]: expected a number, got a"),
                arguments(PICTURE, image("'std':[1,0,1]"),
                        "model.json.input.image.std: expected numbers other than 0, got [1.0, 0.0, 1.0]"),
                arguments(FLAT_PICTURE, image("'width':8,'height':8,'std':[1,1,1]"),
                        "model.json.input.image.std: expected one number, or one for each of 1 channels, got 3 numbers"),
                arguments(PICTURE, image("'background':[0,0,256]"),
                        "model.json.input.image.background: expected"
                                + " three integers from 0 to 255, got [0.0, 0.0, 256.0]"),
                arguments(PICTURE, image("'invert':1"),
                        "model.json.input.image.invert: expected true or false, got 1"),
                arguments(PICTURE, image("'colour':'RGB'"),
                        "model.json.input.image: expected only the keys [tensor,"
                                + " width, height, channels, layout, fit, resize, order, scale, mean, std, background,"
                                + " invert], got also [colour]"),
                arguments(PICTURE, image("'tensor':'img'"),
                        "model.json.input.image.tensor: expected one of [image], got 'img'"),
                arguments(FLAT_PICTURE, image("'width':8,'height':9"),
                        "model.json.input.image.channels: expected an"
                                + " integer, as the shape [-1,64] of input 'pixels' leaves it open, got nothing"),
                arguments(FLAT_PICTURE, image("'width':8,'height':9,'channels':1"),
                        "model.json.input.image: expected"
                                + " 64 elements, as input 'pixels' has shape [-1,64], got 8 x 9 x 1"),
                arguments(COLUMNS, image(""),
                        "model.json.input.image: expected a model with one input, got [age, city]"),
                arguments(TEXT, image(""),
                        "model.json.input.image: expected an input of FP32, FP16 or UINT8, got"
                                + " input 'text' of BYTES"),
                arguments(taking(spec("b", Datatype.UINT8, -1, 3, 8, 8)), image("'scale':0.5"),
                        "model.json.input.image: expected no scale, mean and std, as input 'b' takes UINT8, the pixels"
                                + " as they are, got one of them"),
                arguments(taking(spec("b", Datatype.FP32, 2, 3, 8, 8)), image(""),
                        "model.json.input.image: expected an input of shape [-1,channels,height,width],"
                                + " [-1,height,width,channels], [-1,height,width] or [-1,elements], got input 'b' of"
                                + " shape [2,3,8,8]"));
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                arguments(TABLE, table(""),
                        "model.json.input.tabular.features: expected the names of the features"
                                + " of input 'x' of shape [-1,2], got none"),
                arguments(TABLE, table("'features':[]"),
                        "model.json.input.tabular.features: expected a list of one feature or more, got []"),
                arguments(TABLE, table("'features':['a']"),
                        "model.json.input.tabular.features: expected 2 elements,"
                                + " as input 'x' has shape [-1,2], got 1"),
                arguments(TABLE, table("'features':['a','b','c']"),
                        "model.json.input.tabular.features: expected 2"
                                + " elements, as input 'x' has shape [-1,2], got 3"),
                arguments(TABLE, table("'features':['a','a']"),
                        "model.json.input.tabular.features[1].name: expected"
                                + " each name once, got 'a' twice"),
                arguments(TABLE, table("'tensor':'y','features':['a','b']"),
                        "model.json.input.tabular.tensor: expected one of [x], got 'y'"),
                arguments(TABLE, table("'features':['a','b'],'ignore':['b']"),
                        "model.json.input.tabular.ignore:"
                                + " expected names that are no features, got the feature 'b'"),
                arguments(TABLE, table("'features':['a','b'],'fields':'f'"),
                        "model.json.input.tabular: expected only"
                                + " the keys [tensor, field, ignore, features], got also [fields]"),
                arguments(COLUMNS, table("'features':['age','town']"),
                        "model.json.input.tabular.features[1].name:"
                                + " expected a tensor beside it, or the name of one of the inputs [age, city], got 'town'"),
                arguments(COLUMNS, table("'features':['age']"),
                        "model.json.input.tabular.features: expected features"
                                + " for every input of the model, got none for input 'city'"),
                arguments(taking(spec("x", Datatype.FP32, -1, 2, 2)), table("'features':['a','b']"),
                        "input 'x': expected a shape of one row of values such as [-1,width], got [-1,2,2]"),
                arguments(taking(spec("x", Datatype.FP32, 4, 2)), table("'features':['a','b']"),
                        "input 'x': expected a shape of one row of values such as [-1,width], got [4,2]"),
                arguments(taking(spec("x", Datatype.FP32, -1, 1L << 40)), table("'features':['a','b']"),
                        "input 'x': expected a row of at most 268435455 values, got [-1,1099511627776]"));
    }

    static Stream<Arguments> features() {
        String at = "model.json.input.tabular.features[0]";
        return Stream.of(
                arguments(TABLE, table("'features':[3,'b']"), at + ": expected an object, got 3"),
                arguments(TABLE, feature(""), at + ".name: expected a string, got nothing"),
                arguments(TABLE, feature("'name':'a','defalt':0"),
                        at + ": expected only the keys [name, tensor,"
                                + " categories, encoding, boolean, missing], got also [defalt]"),
                arguments(TABLE, feature("'name':'a','encoding':'hot','categories':['r']"),
                        at + ".encoding: expected index or onehot, got 'hot'"),
                arguments(TABLE, feature("'name':'a','encoding':'onehot'"),
                        at + ".encoding: expected categories beside it, as only they are encoded, got none"),
                arguments(TABLE, feature("'name':'a','categories':['r','r']"),
                        at + ".categories: expected each category once, got [r, r]"),
                arguments(TABLE, feature("'name':'a','categories':[1]"),
                        at + ".categories[0]: expected a string, got 1"),
                arguments(TABLE, feature("'name':'a','boolean':true,'categories':['r']"),
                        at + ": expected boolean or categories, got both"),
                arguments(TABLE, feature("'name':'a','tensor':'z'"),
                        at + ".tensor: expected one of [x], got 'z'"),
                arguments(TABLE, feature("'name':'a','missing':'mean'"),
                        at + ".missing: expected a number, got the string \"mean\": a number is written without quotes"),
                arguments(TABLE, feature("'name':'a','missing':[0]"),
                        at + ".missing: expected \"error\", \"nan\", a number or a category, got [0]"),
                arguments(TABLE, feature("'name':'a','categories':['red'],'missing':'rod'"),
                        at + ".missing: expected one of [red], got \"rod\"; the closest is 'red'"),
                arguments(TABLE, feature("'name':'a','categories':['red'],'missing':0"),
                        at + ".missing: expected a string, got 0"),
                arguments(TABLE, feature("'name':'a','missing':1e39"),
                        at + ".missing: expected a number within the range of FP32, got 1.0E39"),
                arguments(WHOLE_NUMBERS, feature("'name':'a','missing':'nan'"),
                        at + ".missing: expected a value that INT64 can hold, got nan"),
                arguments(WHOLE_NUMBERS, feature("'name':'a','missing':0.5"),
                        at + ".missing: expected an integer, as the model takes INT64, got 0.5"),
                arguments(taking(spec("x", Datatype.FP32, -1, 3)),
                        feature("'name':'a','categories':['r','g'],'encoding':'onehot','missing':'nan'"),
                        at + ".missing: expected a value that FP32 in one-hot encoding can hold, got nan"),
                arguments(TEXT, table("'features':[{'name':'text','boolean':true}]"),
                        at + ".boolean: expected false, as the model takes a string, got true"),
                arguments(TEXT, table("'features':[{'name':'text','categories':['r'],'encoding':'onehot'}]"),
                        at + ".encoding: expected none, as the model takes the category as a string, got onehot"),
                arguments(TEXT, table("'features':[{'name':'text','missing':0}]"),
                        at + ".missing: expected a string, got 0"));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                arguments(TEXT, "{'input':{'text':{'maxLength':0}}}",
                        "model.json.input.text.maxLength: expected an integer from 1 to 2147483647, got 0"),
                arguments(TEXT, "{'input':{'text':{'lowercase':'yes'}}}",
                        "model.json.input.text.lowercase: expected true or false, got yes"),
                arguments(TEXT, "{'input':{'text':{'max':1}}}",
                        "model.json.input.text: expected only the keys"
                                + " [tensor, field, maxLength, lowercase], got also [max]"),
                arguments(TABLE, "{'input':{'text':{}}}",
                        "model.json.input.text: expected an input of one string a"
                                + " row, BYTES of shape [-1] or [-1,1], got input 'x', FP32 of shape [-1,2]"),
                arguments(COLUMNS, "{'input':{'text':{'tensor':'city'}}}",
                        "model.json.input.text: expected a model with one input, got [age, city]"));
    }

    static Stream<Arguments> outputs() {
        return Stream.of(
                arguments(CLASSES, "{'output':{'softmax':true,'sigmoid':true}}",
                        "model.json.output: expected softmax or sigmoid, got both"),
                arguments(CLASSES, "{'output':{'topK':0}}",
                        "model.json.output.topK: expected an integer from 1 to 2147483647, got 0"),
                arguments(CLASSES, "{'output':{'threshold':'0.5'}}",
                        "model.json.output.threshold: expected a number, got 0.5"),
                arguments(CLASSES, "{'output':{'tensor':'q'}}",
                        "model.json.output.tensor: expected one of [p], got 'q'"),
                arguments(CLASSES, "{'output':{'top':1}}",
                        "model.json.output: expected only the keys [tensor,"
                                + " softmax, sigmoid, topK, threshold, labels], got also [top]"),
                arguments(CLASSES, "{'output':{'labels':['a','b']}}",
                        "model.json.output.labels: expected as many"
                                + " labels as there are scores in output 'p' FP32[-1,3], got 2"),
                arguments(TWO_SCORES, "{'output':{'topK':1}}",
                        "model.json.output.tensor: expected the name of the"
                                + " output that holds the scores, one of [a, b], got nothing"),
                arguments(VALUE, "{'output':{'topK':1}}",
                        "model.json.output: expected no topK and no threshold, as"
                                + " output 'v' FP32[-1,1] is one value a row, got one of them; two labels or sigmoid would make"
                                + " it a score"),
                arguments(VALUE, "{'output':{'softmax':true}}",
                        "model.json.output.softmax: expected false, as the"
                                + " softmax of one score is always 1; the scores are output 'v' FP32[-1,1], got true"),
                arguments(LABEL, "{'output':{'tensor':'label','topK':1}}",
                        "model.json.output: expected no softmax,"
                                + " sigmoid, topK or threshold, as output 'label' is a label without scores, got one of them"),
                arguments(MAPS, "{'output':{'tensor':'m'}}",
                        "model.json.output.tensor: expected scores, floats of"
                                + " shape [-1,classes], or a label, INT64 or BYTES of shape [-1], got 'm', FP32 of shape"
                                + " [-1,3,8,8]"),
                arguments(MAPS, "{'output':{'sigmoid':true}}",
                        "model.json.output: expected a model with scores,"
                                + " floats of shape [-1,classes], got outputs ['m' FP32[-1,3,8,8]]"));
    }

    static Stream<Arguments> labels() {
        return Stream.of(
                arguments(CLASSES, "", "a,b",
                        "labels.txt: expected as many labels as there are scores in output 'p'"
                                + " FP32[-1,3], got 2"),
                arguments(TWO_SCORES, "", "a,b",
                        "labels.txt: expected as many labels as there are scores in output"
                                + " 'a' FP32[-1,3] or output 'b' FP32[-1,3], got 2"),
                arguments(TWO_SCORES, "", "a,b,c",
                        "model.json.output.tensor: expected the name of the output that"
                                + " holds the scores, one of [a, b], got nothing"),
                arguments(MAPS, "", "a,b,c",
                        "labels.txt: expected a model with scores, floats of shape [-1,classes],"
                                + " got outputs ['m' FP32[-1,3,8,8]]"),
                arguments(of(spec("x", Datatype.FP32, -1, 2), spec("p", Datatype.FP32, -1, 1)), "", "a,b,c",
                        "labels.txt: expected as many labels as there are scores in output 'p' FP32[-1,1], got 3"));
    }

    private static String image(String settings) {
        return "{'input':{'image':{" + settings + "}}}";
    }

    private static String table(String settings) {
        return "{'input':{'tabular':{" + settings + "}}}";
    }

    private static String feature(String first) {
        return table("'features':[{" + first + "},'b']");
    }
}
