package thaw.predict;

import java.util.List;
import java.util.stream.Collectors;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import thaw.Datatype;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static thaw.predict.Signatures.spec;
import static thaw.predict.Signatures.taking;

class TabularEncoderTest {

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");

    @Property
    void theOrderOfTheFeaturesDoesNotMatter(@ForAll("orders") List<String> order) {
        var predictor = table(6, "'a','b','c','d','e','f'");
        String document = order.stream().map(name -> "'" + name + "':" + NAMES.indexOf(name) + ".5")
                .collect(Collectors.joining(",", "{", "}"));
        assertArrayEquals(new float[]{0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f}, floats(predictor, document));
    }

    @Provide
    Arbitrary<List<String>> orders() {
        return Arbitraries.shuffle(NAMES);
    }

    @Property
    void oneHotIsASingleOneAtTheIndex(@ForAll @IntRange(min = 0, max = 5) int chosen) {
        var predictor = table(7, "'n',{'name':'k','categories':['a','b','c','d','e','f'],'encoding':'onehot',"
                + "'missing':'a'}");
        float[] expected = new float[7];
        expected[0] = -1;
        expected[1 + chosen] = 1;
        assertArrayEquals(expected, floats(predictor, "{'k':'" + NAMES.get(chosen) + "','n':-1}"));
    }

    @Test
    void aCategoryIsItsIndex() {
        var predictor = table(1, "{'name':'k','categories':['red','green']}");
        assertArrayEquals(new float[]{1}, floats(predictor, "{'k':'green'}"));
    }

    @Test
    void whatIsMissingOrNullIsReplacedByItsRule() {
        var predictor = table(6, "{'name':'a','missing':-1},{'name':'b','missing':'nan'},"
                + "{'name':'c','categories':['x','y'],'missing':'y'},"
                + "{'name':'d','categories':['x','y'],'missing':'y','encoding':'onehot'},"
                + "{'name':'e','boolean':true,'missing':true}");
        assertArrayEquals(new float[]{-1, Float.NaN, 1, 0, 1, 1}, floats(predictor, "{'a':null}"));
        assertArrayEquals(new float[]{7, 8, 0, 1, 0, 0},
                floats(predictor, "{'a':7,'b':8,'c':'x','d':'x','e':false}"));
        assertArrayEquals(new float[]{-1, Float.NaN, 1, 0, 1, 1}, floats(predictor, "{}"));
    }

    @Test
    void aCategoryThatIsCalledNanIsACategory() {
        var predictor = table(1, "{'name':'k','categories':['x','nan'],'missing':'nan'}");
        assertArrayEquals(new float[]{1}, floats(predictor, "{}"));
    }

    @Test
    void trueAndOneAreTheSameFlag() {
        var predictor = table(3, "{'name':'a','boolean':true},{'name':'b','boolean':true},"
                + "{'name':'c','boolean':true}");
        assertArrayEquals(new float[]{1, 1, 0}, floats(predictor, "{'a':true,'b':1.0,'c':0}"));
    }

    @Test
    void numbersRoundAsNumpyRoundsThem() {
        var predictor = table(3, "'a','b','c'");
        assertArrayEquals(new float[]{(float) 17.19, (float) 9007199254740993.0, (float) 1e-46},
                floats(predictor, "{'a':17.19,'b':9007199254740993,'c':1e-46}"));
    }

    @Test
    void infinityPassesOnlyWhereTheLimitsAllowIt() {
        Limits lenient = Limits.ofDefaults().toBuilder().allowNonFinite(true).build();
        var predictor = Packages.predictor(taking(spec("x", Datatype.FP32, -1, 1)),
                "{'input':{'tabular':{'features':['a']}}}", lenient);
        assertArrayEquals(new float[]{Float.POSITIVE_INFINITY}, floats(predictor, "{'a':1e999}"));
    }

    @Test
    void namesToIgnoreAndFieldsBesideTheFeaturesMayHoldAnything() {
        var ignoring = Packages.predictor(taking(spec("x", Datatype.FP32, -1, 1)),
                "{'input':{'tabular':{'features':['a'],'ignore':['id']}}}");
        assertArrayEquals(new float[]{2}, floats(ignoring, "{'id':{'a':[1]},'a':2}"));
        var nested = Packages.predictor(taking(spec("x", Datatype.FP32, -1, 1)),
                "{'input':{'tabular':{'features':['a'],'field':'features'}}}");
        assertArrayEquals(new float[]{2}, floats(nested, "{'id':7,'features':{'a':2},'more':[{'a':3}]}"));
    }

    @Test
    void inputsOfTheGraphAreFeaturesByTheirNames() {
        ModelSignature columns = taking(spec("age", Datatype.FP32, -1, 1),
                spec("city", Datatype.BYTES, -1, 1),
                spec("visits", Datatype.INT64, -1, 1), spec("member", Datatype.BOOL, -1),
                spec("height", Datatype.FP64, -1, 1));
        Tensors row = Packages.predictor(columns, "{'input':{'tabular':{}}}").encode(Packages
                .json("{'height':1.85,'member':true,'visits':9007199254740993,'city':'K\u00f6ln','age':41}"));
        assertEquals(41, row.tensor("age").number(0));
        assertEquals("K\u00f6ln", row.tensor("city").text(0));
        assertEquals(9007199254740993L, row.tensor("visits").data().getLong(0));
        assertEquals(1, row.tensor("member").data().get(0));
        assertEquals(1.85, row.tensor("height").number(0));
        assertEquals(Shape.of(1, 1), row.tensor("age").shape());
        assertEquals(Shape.of(1), row.tensor("member").shape());
        assertEquals(1, row.rows());
    }

    @Test
    void featuresCanBeSpreadOverInputsThatHaveOtherNames() {
        ModelSignature mixed = taking(spec("numbers", Datatype.FP32, -1, 2),
                spec("town", Datatype.BYTES, -1, 1));
        var predictor = Packages.predictor(mixed,
                "{'input':{'tabular':{'features':[{'name':'a','tensor':'numbers'},"
                        + "{'name':'city','tensor':'town','categories':['Ulm','Bonn'],'missing':'Bonn'},"
                        + "{'name':'b','tensor':'numbers'}]}}}");
        Tensors row = predictor.encode(Packages.json("{'b':2,'a':1}"));
        assertArrayEquals(new float[]{1, 2}, values(row.tensor("numbers")));
        assertEquals("Bonn", row.tensor("town").text(0));
    }

    @Test
    void aVectorWithoutRowsAndAnOpenWidthAreFilledToo() {
        var vector = Packages.predictor(taking(spec("x", Datatype.FP32, 2)), features("'a','b'"));
        assertEquals(Shape.of(2), vector.encode(Packages.json("{'a':1,'b':2}")).tensor("x").shape());
        var open = Packages.predictor(taking(spec("x", Datatype.FP32, -1, -1)), features("'a','b'"));
        assertEquals(Shape.of(1, 2), open.encode(Packages.json("{'a':1,'b':2}")).tensor("x").shape());
        var fixed = Packages.predictor(taking(spec("x", Datatype.FP32, 1, 2)), features("'a','b'"));
        assertEquals(Shape.of(1, 2), fixed.encode(Packages.json("{'a':1,'b':2}")).tensor("x").shape());
    }

    @Test
    void rowsDoNotShareMemory() {
        var predictor = table(1, "{'name':'a','missing':5}");
        Tensor first = predictor.encode(Packages.json("{'a':1}")).tensor("x");
        Tensor second = predictor.encode(Packages.json("{}")).tensor("x");
        assertArrayEquals(new float[]{1}, values(first));
        assertArrayEquals(new float[]{5}, values(second));
    }

    private static Predictor<Payload, Prediction> table(int width, String features) {
        return Packages.predictor(taking(spec("x", Datatype.FP32, -1, width)), features(features));
    }

    private static String features(String features) {
        return "{'input':{'tabular':{'features':[" + features + "]}}}";
    }

    private static float[] floats(Predictor<Payload, Prediction> predictor, String document) {
        return values(predictor.encode(Packages.json(document)).tensor("x"));
    }

    private static float[] values(Tensor tensor) {
        float[] values = new float[tensor.elements()];
        tensor.floats().get(values);
        return values;
    }
}
