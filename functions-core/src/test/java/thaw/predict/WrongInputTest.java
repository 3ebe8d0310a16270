package thaw.predict;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import thaw.Datatype;
import thaw.InferenceException.Kind;
import thaw.Limits;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static thaw.predict.Signatures.spec;
import static thaw.predict.Signatures.taking;

/** Input that can never be predicted is refused with the field's name, what was expected and what came. */
class WrongInputTest {

    private static final Limits SMALL = Limits.ofDefaults().toBuilder().bodyBytes(200).jsonDepth(4).build();

    private static final Predictor<Payload, Prediction> TABLE = Packages.predictor(
            taking(spec("x", Datatype.FP32, -1, 5)),
            "{'input':{'tabular':{'ignore':['id'],'features':['age','mean radius',"
                    + "{'name':'colour','categories':['red','green'],'encoding':'onehot'},"
                    + "{'name':'member','boolean':true}]}}}",
            SMALL);
    private static final Predictor<Payload, Prediction> COLUMNS = Packages.predictor(
            taking(spec("count", Datatype.INT64, -1, 1), spec("tiny", Datatype.UINT8, -1, 1),
                    spec("city", Datatype.BYTES, -1, 1), spec("half", Datatype.FP16, -1, 1)),
            "{'input':{'tabular':{}}}", SMALL);
    private static final Predictor<Payload, Prediction> NESTED = Packages.predictor(
            taking(spec("x", Datatype.FP32, -1, 1)),
            "{'input':{'tabular':{'field':'features','features':['age']}}}", SMALL);
    private static final Predictor<Payload, Prediction> TEXT = Packages.predictor(
            taking(spec("text", Datatype.BYTES, -1)), "{'input':{'text':{'maxLength':10}}}", SMALL);

    private static final String GOOD = "'age':1,'mean radius':2,'colour':'red','member':true";

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("rows")
    void ofATableIsRefused(String document, String message) {
        assertRefused(TABLE, Packages.json(document), message);
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments("", "input: expected a JSON object of features, got nothing"),
                arguments("[{" + GOOD + "}]",
                        "input: expected a JSON object of features, got a list: one input is one row"),
                arguments("'text'", "input: expected a JSON object of features, got the string \"text\""),
                arguments("null", "input: expected a JSON object of features, got null"),
                arguments("{" + GOOD + "} {}", "input: expected one JSON object, got more after it"),
                arguments("{" + GOOD + ",'agee':1}",
                        "feature 'agee': expected one of the model's 4 features, got"
                                + " another name; the closest is 'age'"),
                arguments("{" + GOOD + ",'Mean_Radius':1}",
                        "feature 'Mean_Radius': expected one of the model's 4"
                                + " features, got another name; the closest is 'mean radius'"),
                arguments("{'age':'42'}",
                        "feature 'age': expected a number, got the string \"42\": a number is"
                                + " written without quotes"),
                arguments("{'age':true}", "feature 'age': expected a number, got true"),
                arguments("{'age':[1]}", "feature 'age': expected a number, got a list"),
                arguments("{'age':{}}", "feature 'age': expected a number, got an object"),
                arguments("{'age':1e39}",
                        "feature 'age': expected a number within the range of FP32, got 1e39"),
                arguments("{'age':-1e999}",
                        "feature 'age': expected a number within the range of FP32, got -1e999"),
                arguments("{'colour':'blue'}",
                        "feature 'colour': expected one of [red, green], got \"blue\"; the closest is 'red'"),
                arguments("{'colour':0}", "feature 'colour': expected a string, got 0"),
                arguments("{'member':2}", "feature 'member': expected true, false, 1 or 0, got 2"),
                arguments("{'member':'yes'}",
                        "feature 'member': expected true, false, 1 or 0, got the string \"yes\""),
                arguments("{'age':1}",
                        "feature 'mean radius': expected a value, as nothing stands in for it, got"
                                + " none, and 2 more are missing"),
                arguments("{'age':null,'mean radius':2,'colour':'red','member':true}",
                        "feature 'age': expected a value, as nothing stands in for it, got none"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("brokenRows")
    void thatIsNoJsonIsRefused(String document, String part) {
        var failure = Packages.failure(() -> TABLE.encode(Packages.json(document)));
        assertTrue(failure.getMessage().startsWith("input: expected JSON"),
                failure.getMessage());
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
        assertEquals(Kind.MALFORMED, failure.kind());
    }

    static Stream<Arguments> brokenRows() {
        return Stream.of(arguments("{'age':1,'age':2}", "Duplicate field 'age'"),
                arguments("{'id':{'a':1,'a':2}}", "Duplicate field 'a'"), arguments("{'age':NaN}", "NaN"),
                arguments("{'age':Infinity}", "Infinity"), arguments("{'age':1", "end-of-input"),
                arguments("{'age':01}", "zeroes"), arguments("{age:1}", "double-quote"),
                arguments("{'id':[[[[[1]]]]]}", "depth"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("columns")
    void ofAColumnIsRefused(String document, String message) {
        assertRefused(COLUMNS, Packages.json(document), message);
    }

    static Stream<Arguments> columns() {
        return Stream.of(
                arguments("{'count':1.5}",
                        "feature 'count': expected an integer, as the model takes INT64, got 1.5"),
                arguments("{'count':9223372036854775808}",
                        "feature 'count': expected an integer, as the model takes INT64, got 9.223372036854776E18"),
                arguments("{'tiny':256}",
                        "feature 'tiny': expected an integer from 0 to 255, as the model takes UINT8, got 256"),
                arguments("{'tiny':-1}",
                        "feature 'tiny': expected an integer from 0 to 255, as the model takes UINT8, got -1"),
                arguments("{'half':65520}",
                        "feature 'half': expected a number within the range of FP16, got 65520"),
                arguments("{'city':7}", "feature 'city': expected a string, got 7"),
                arguments("{'city':'a\\u0000b'}",
                        "feature 'city': expected text, got U+0000 at position 1, as binary"
                                + " files have it"),
                arguments("{'city':'\\ud83d'}",
                        "feature 'city': expected text, got half a surrogate pair at position 0"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("nested")
    void thatHidesItsFeaturesIsRefused(String document, String message) {
        assertRefused(NESTED, Packages.json(document), message);
    }

    static Stream<Arguments> nested() {
        return Stream.of(
                arguments("{'age':1}",
                        "input: expected the features in the field 'features', got no such field"),
                arguments("{'features':[1]}",
                        "input.features: expected a JSON object of features, got a list: one input is one row"),
                arguments("{'features':1}", "input.features: expected a JSON object of features, got 1"));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @MethodSource("texts")
    void ofATextIsRefused(String contentType, String body, String message) {
        byte[] bytes = Packages.quoted(body).getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(TEXT, Payload.of(bytes, contentType), message);
    }

    static Stream<Arguments> texts() {
        return Stream.of(arguments("text/plain", "", "input: expected a text, got nothing"),
                arguments("text/plain", "\u00e9", "input: expected text in UTF-8, got other bytes"),
                arguments("", "\u0000\u0001",
                        "input: expected text, got U+0000 at position 0, as binary files have it"),
                arguments("application/json", "{'text':1}", "input.text: expected a string, got 1"),
                arguments("application/json", "{'text':null}", "input.text: expected a string, got null"),
                arguments("application/json", "{'txt':'a'}",
                        "input: expected the text in the field 'text', got no such field"),
                arguments("application/json", "['a']",
                        "input: expected a JSON string, or an object with the field 'text', got a list"),
                arguments("application/json", "",
                        "input: expected a JSON string, or an object with the field 'text', got nothing"),
                arguments("application/json", "'a' 'b'", "input: expected one JSON value, got more after it"),
                arguments("application/json", "{'text':'\\udc00'}",
                        "input: expected text, got half a surrogate pair at position 0"));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @MethodSource("refusedOtherwise")
    void thatIsTooLargeOrOfAnotherCharsetHasItsOwnKind(String contentType, String body, Kind kind,
            String message) {
        var failure = Packages.failure(
                () -> TEXT.encode(Payload.of(body.getBytes(StandardCharsets.UTF_8), contentType)));
        assertEquals(message, failure.getMessage());
        assertEquals(kind, failure.kind());
    }

    static Stream<Arguments> refusedOtherwise() {
        return Stream.of(
                arguments("text/plain", "elevenchars", Kind.TOO_LARGE,
                        "input: expected at most 10 characters, got 11"),
                arguments("", "x".repeat(201), Kind.TOO_LARGE, "input: expected at most 200 bytes, got 201"),
                arguments("text/plain; charset=ISO-8859-1", "a", Kind.UNSUPPORTED_MEDIA,
                        "content type: expected text in UTF-8, got 'text/plain; charset=ISO-8859-1'"));
    }

    private static void assertRefused(Predictor<Payload, Prediction> predictor, Payload payload,
            String message) {
        var failure = Packages.failure(() -> predictor.encode(payload));
        assertEquals(message, failure.getMessage());
        assertEquals(Kind.MALFORMED, failure.kind());
    }
}
