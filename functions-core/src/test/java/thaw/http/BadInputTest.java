package thaw.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import thaw.Limits;
import thaw.TriggerResult.HttpResult;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.Telemetry;
import thaw.testing.EchoModels;
import thaw.testing.Requests;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every kind of bad input gets its status, and a message that names the culprit. */
class BadInputTest {

    private static final int BODY_LIMIT = 100_000;
    private static final String FP32 = "/v2/models/echo-fp32/infer";
    private static final String X = "\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\"";
    private static final String NAN = "\u0000\u0000\u00c0\u007f";

    private final EchoModels models = new EchoModels();
    private final InferenceEndpoints endpoints = new InferenceEndpoints(models,
            Limits.ofDefaults().toBuilder().bodyBytes(BODY_LIMIT).jsonDepth(16).build(), Telemetry.NONE,
            StructuredLog.none());
    private final List<Bad> table = new ArrayList<>();

    /** A request, the status it deserves, and what the message must say. */
    private record Bad(String kind, Requests request, int status, String... says) {}

    private void bad(String kind, Requests request, int status, String... says) {
        table.add(new Bad(kind, request, status, says));
    }

    private void badJson(String kind, String body, String... says) {
        bad(kind, Requests.post(FP32, body), 400, says);
    }

    private void badInput(String kind, String fields, String... says) {
        badJson(kind, "{\"inputs\":[{" + fields + "}]}", says);
    }

    private void badData(String kind, String datatype, String data, String... says) {
        bad(kind, Requests.post("/v2/models/echo-" + datatype.toLowerCase(Locale.ROOT) + "/infer",
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"" + datatype + "\",\"data\":"
                        + data
                        + "}]}"),
                400, says);
    }

    private void paths() {
        bad("unknown path", Requests.get("/v3"), 404, "path '/v3'");
        bad("root", Requests.get("/"), 404, "path '/'");
        bad("path beyond infer", Requests.post(FP32 + "/more", "{}"), 404, "/more");
        bad("no model name", Requests.get("/v2/models//ready"), 404, "path");
        bad("unknown verb of a model", Requests.post("/v2/models/echo-fp32/guess", "{}"), 404, "guess");
        bad("unknown model", Requests.post("/v2/models/nobody/infer", "{}"), 404, "model 'nobody'",
                "echo-fp32");
        bad("metadata of an unknown model", Requests.get("/v2/models/nobody"), 404, "model 'nobody'");
        bad("readiness of an unknown model", Requests.get("/v2/models/nobody/ready"), 404, "model 'nobody'");
        bad("unknown version", Requests.post("/v2/models/affine/versions/9/infer", "{}"), 404, "affine@9",
                "[1, 2]");
        bad("empty version", Requests.get("/v2/models/affine/versions//ready"), 404, "path");
        bad("path traversal as model name", Requests.get("/v2/models/..%2f..%2fetc"), 404, "model name");
        bad("dots as model name", Requests.get("/v2/models/.."), 404, "model name '..'");
        bad("control characters in a model name", Requests.get("/v2/models/a\u0000b"), 404, "model name");
        bad("endless model name", Requests.get("/v2/models/" + "a".repeat(1000)), 404, "model name");
        bad("model that is not loaded", Requests.get("/v2/models/asleep/ready"), 503, "model 'asleep'");
        bad("inference on a model that is not loaded", Requests.post("/v2/models/asleep/infer", "{}"), 503,
                "asleep");
        bad("GET of infer", Requests.get(FP32), 405, "POST");
        bad("POST of metadata", Requests.post("/v2/models/echo-fp32", "{}"), 405, "GET");
        bad("DELETE of the server", Requests.get("/v2").method("DELETE"), 405, "DELETE");
        bad("PUT of predict", Requests.post("/v2/models/affine/predict", "1").method("PUT"), 405, "POST");
        bad("a method nobody knows", Requests.get("/v2/health/live").method("BREW"), 405, "BREW");
    }

    private void documents() {
        badJson("empty body", "", "request body", "nothing");
        badJson("blank body", "  \n ", "request body", "nothing");
        badJson("truncated JSON", "{\"inputs\":[{" + X, "request body", "JSON");
        badJson("JSON with an unquoted key", "{inputs:[]}", "line 1, column");
        badJson("JSON with a trailing comma", "{\"inputs\":[],}", "line 1");
        badJson("a list for a body", "[]", "request body", "a JSON object", "a list");
        badJson("a number for a body", "42", "request body", "a number");
        badJson("two documents", "{\"inputs\":[]}{}", "request body", "more",
                "Inference-Header-Content-Length");
        badJson("NaN as a word", "{\"inputs\":[{" + X + ",\"data\":[NaN,1]}]}", "NaN");
        badJson("deep nesting", "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "nesting depth");
        badJson("deep nesting of data",
                "{\"inputs\":[{" + X + ",\"data\":" + "[".repeat(100) + "1" + "]".repeat(100)
                        + "}]}",
                "nesting depth");
        badJson("duplicate key", "{\"id\":\"1\",\"id\":\"2\",\"inputs\":[]}", "Duplicate", "id");
        badJson("id that is a number", "{\"id\":1,\"inputs\":[]}", "'id'", "a string", "a number");
        badJson("no inputs", "{\"id\":\"1\"}", "'inputs'", "nothing");
        badJson("inputs that are an object", "{\"inputs\":{}}", "'inputs'", "an object");
        badJson("an empty list of inputs", "{\"inputs\":[]}", "input 'x'", "nothing");
        badJson("an input that is a text", "{\"inputs\":[\"x\"]}", "inputs[0]", "a string");
        badJson("outputs that are an object", "{\"inputs\":[],\"outputs\":{}}", "'outputs'");
        badJson("parameters that are a list", "{\"parameters\":[],\"inputs\":[]}", "request parameters",
                "a list");
        badJson("a parameter that is an object", "{\"parameters\":{\"p\":{}},\"inputs\":[]}",
                "parameter 'p'");
        badJson("a flag that is a text", "{\"parameters\":{\"binary_data_output\":\"yes\"},\"inputs\":[]}",
                "binary_data_output", "yes");
        bad("a text that is not UTF-8",
                Requests.post(FP32, new byte[]{'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':',
                        '1', '}'}),
                400, "request body", "UTF-8");
        bad("JSON in UTF-16", Requests.post(FP32, "{\"inputs\":[]}".getBytes(StandardCharsets.UTF_16LE)), 400,
                "request body");
    }

    private void inputs() {
        badInput("input without name", "\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]", "inputs[0] name");
        badInput("input without shape", "\"name\":\"x\",\"datatype\":\"FP32\",\"data\":[1]",
                "input 'x' shape");
        badInput("input without datatype", "\"name\":\"x\",\"shape\":[1,1],\"data\":[1]",
                "input 'x' datatype");
        badInput("input without data", X, "input 'x'", "neither");
        badInput("input with both kinds of data",
                X + ",\"data\":[1,2],\"parameters\":{\"binary_data_size\":8}",
                "input 'x'", "both");
        badInput("unknown datatype", "\"name\":\"x\",\"shape\":[1],\"datatype\":\"FLOAT\",\"data\":[1]",
                "input 'x'",
                "FLOAT");
        badInput("datatype in lower case", "\"name\":\"x\",\"shape\":[1],\"datatype\":\"fp32\",\"data\":[1]",
                "fp32");
        badInput("datatype of another model",
                "\"name\":\"x\",\"shape\":[1,1],\"datatype\":\"INT64\",\"data\":[1]",
                "input 'x'", "FP32", "INT64");
        badInput("unknown input", "\"name\":\"z\",\"shape\":[1,1],\"datatype\":\"FP32\",\"data\":[1]",
                "input 'z'",
                "[x]");
        badJson("the same input twice",
                "{\"inputs\":[{" + X + ",\"data\":[1,2]},{" + X + ",\"data\":[1,2]}]}",
                "input 'x'", "twice");
        badJson("unknown output", "{\"inputs\":[{" + X + ",\"data\":[1,2]}],\"outputs\":[{\"name\":\"q\"}]}",
                "output 'q'", "[y]");
        badJson("the same output twice", "{\"inputs\":[{" + X
                + ",\"data\":[1,2]}],\"outputs\":[{\"name\":\"y\"},{\"name\":\"y\"}]}", "output 'y'",
                "twice");
        badJson("output without name", "{\"inputs\":[{" + X + ",\"data\":[1,2]}],\"outputs\":[{}]}",
                "outputs[0] name");
        bad("an input too few", Requests.post("/v2/models/pair/infer",
                "{\"inputs\":[{\"name\":\"input0\",\"shape\":[2,2],\"datatype\":\"UINT32\",\"data\":[1,2,3,4]}]}"),
                400,
                "input 'input1'", "nothing");
        badInput("size with an exponent beyond an int",
                "\"name\":\"x\",\"shape\":[1e1000000000000,2],\"datatype\":\"FP32\",\"data\":[1,2]",
                "input 'x' shape, dimension 0");
        badInput("binary size beyond a double",
                "\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":1e999}",
                "beyond the range of a double");
        badInput("shape of another rank", "\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,2]",
                "input 'x'",
                "[-1,-1]", "[2]");
        bad("a size that the model does not take", Requests.post("/v2/models/pair/infer",
                "{\"inputs\":[{\"name\":\"input0\",\"shape\":[2,3],\"datatype\":\"UINT32\",\"data\":[1,2,3,4,5,6]},"
                        + "{\"name\":\"input1\",\"shape\":[3],\"datatype\":\"BOOL\",\"data\":[true,true,true]}]}"),
                400, "input 'input0'", "[2,2]", "[2,3]");
        badInput("negative size", "\"name\":\"x\",\"shape\":[-1,2],\"datatype\":\"FP32\",\"data\":[1,2]",
                "dimension 0",
                "-1");
        badInput("fractional size", "\"name\":\"x\",\"shape\":[1.5],\"datatype\":\"FP32\",\"data\":[1]",
                "dimension 0",
                "1.5");
        badInput("size that is a text", "\"name\":\"x\",\"shape\":[\"1\"],\"datatype\":\"FP32\",\"data\":[1]",
                "dimension 0");
        badInput("size beyond 64 bits", "\"name\":\"x\",\"shape\":[1e30],\"datatype\":\"FP32\",\"data\":[1]",
                "dimension 0", "1e30");
        badInput("shape that is a number", "\"name\":\"x\",\"shape\":2,\"datatype\":\"FP32\",\"data\":[1]",
                "shape");
        badInput("33 dimensions",
                "\"name\":\"x\",\"shape\":[" + "1,".repeat(32) + "1],\"datatype\":\"FP32\",\"data\":[1]",
                "at most 32 dimensions");
        badInput("huge shape",
                "\"name\":\"x\",\"shape\":[1000000,1000000],\"datatype\":\"FP32\",\"data\":[1,2]",
                "input 'x'", "1000000000000 elements");
        badInput("shape beyond counting",
                "\"name\":\"x\",\"shape\":[4000000000,4000000000],\"datatype\":\"FP32\",\"data\":[1,2]",
                "more elements than can be counted");
    }

    private void elements() {
        badData("too few elements", "FP32", "[1]", "input 'x'");
        badData("too many elements", "FP32", "[1,2,3]", "input 'x'", "2 elements", "more elements");
        badData("ragged nesting", "FP32", "[[1],[2]]", "input 'x'", "[1,2]");
        badData("nesting too deep", "FP32", "[[[1,2]]]", "input 'x'", "list where an element");
        badData("nested and flat mixed", "FP32", "[[1,2],3]", "input 'x'");
        badData("data that are a number", "FP32", "1", "input 'x' data", "a list");
        badData("a text among numbers", "FP32", "[1,\"2\"]", "input 'x' element 1", "a string");
        badData("null among numbers", "FP32", "[null,2]", "input 'x' element 0", "null");
        badData("true among numbers", "FP32", "[1,true]", "element 1", "true");
        badData("an object among numbers", "FP32", "[{},2]", "element 0", "an object");
        badData("a float too large for FP32", "FP32", "[1,1e39]", "element 1", "FP32", "1e39");
        badData("a float too large for FP64", "FP64", "[1,-1e400]", "element 1", "FP64", "-1e400");
        badData("an integer too large for INT8", "INT8", "[1,300]", "element 1", "INT8", "300");
        badData("a negative unsigned integer", "UINT8", "[-1,1]", "element 0", "UINT8", "-1");
        badData("an integer too large for INT64", "INT64", "[9223372036854775808,1]", "element 0", "INT64");
        badData("an integer too large for UINT64", "UINT64", "[18446744073709551616,1]", "element 0",
                "UINT64");
        badData("an exponent to exhaust the server", "INT64", "[1e999999999,1]", "element 0", "1e999999999");
        badData("a fraction for an integer", "INT32", "[1.5,1]", "element 0", "INT32", "1.5");
        badData("a number for BYTES", "BYTES", "[\"a\",1.0]", "element 1", "a string", "a number");
        badData("half a surrogate pair", "BYTES", "[\"a\",\"\\ud800\"]", "element 1", "surrogate");
        badData("two for BOOL", "BOOL", "[true,2]", "element 1", "BOOL", "2");
        badData("FP16 in JSON", "FP16", "[1,2]", "input 'x'", "binary");
        badData("BF16 in JSON", "BF16", "[1,2]", "input 'x'", "binary");
    }

    private static String sized(String datatype, Object size) {
        return "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"" + datatype
                + "\",\"parameters\":{\"binary_data_size\":" + size + "}}]}";
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] lengths(int... lengths) {
        ByteBuffer buffer = ByteBuffer.allocate(lengths.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int length : lengths) {
            buffer.putInt(length);
        }
        return buffer.array();
    }

    private void binaries() {
        String bytesModel = "/v2/models/echo-bytes/infer";
        bad("binary data too short", Requests.binary(FP32, sized("FP32", 8), new byte[7]), 400, "input 'x'",
                "7", "8");
        bad("binary data left over", Requests.binary(FP32, sized("FP32", 8), new byte[9]), 400,
                "1 bytes more");
        bad("binary_data_size that lies", Requests.binary(FP32, sized("FP32", 12), new byte[12]), 400,
                "input 'x'",
                "2 elements", "12 bytes");
        bad("binary data without their header", Requests.post(FP32, sized("FP32", 8)), 400, "input 'x'",
                "0 bytes", "8");
        bad("negative binary_data_size", Requests.binary(FP32, sized("FP32", -8), new byte[8]), 400,
                "binary_data_size", "-8");
        bad("binary_data_size that is a text", Requests.binary(FP32, sized("FP32", "\"8\""), new byte[8]),
                400,
                "binary_data_size");
        bad("binary_data_size beyond memory", Requests.binary(FP32, sized("FP32", 1L << 40), new byte[8]),
                400,
                "binary_data_size", "1099511627776");
        bad("NaN in binary", Requests.binary(FP32, sized("FP32", 8), bytes("\0\0\0\0" + NAN)), 400,
                "input 'x' element 1", "finite", "NaN");
        bad("infinity in FP16",
                Requests.binary("/v2/models/echo-fp16/infer", sized("FP16", 4), bytes("\0\0\0\u007c")),
                400, "input 'x' element 1", "finite");
        bad("a BOOL that is 2",
                Requests.binary("/v2/models/echo-bool/infer", sized("BOOL", 2), bytes("\1\2")), 400,
                "element 1", "BOOL", "2");
        bad("BYTES length beyond the data", Requests.binary(bytesModel, sized("BYTES", 8), lengths(0, 100)),
                400,
                "element 1", "length of 100");
        bad("BYTES length of 4 GiB", Requests.binary(bytesModel, sized("BYTES", 8), lengths(-1, 0)), 400,
                "element 0",
                "4294967295");
        bad("BYTES cut off", Requests.binary(bytesModel, sized("BYTES", 10), lengths(6), new byte[6]), 400,
                "element 1",
                "the end of the data");
        bad("BYTES left over", Requests.binary(bytesModel, sized("BYTES", 12), lengths(0, 0, 0)), 400,
                "input 'x'",
                "4 bytes more");
        bad("fewer BYTES than the shape", Requests.binary(bytesModel, sized("BYTES", 4), lengths(0)), 400,
                "input 'x'",
                "2 elements");
    }

    private void headers() throws IOException {
        Requests good = Requests.binary(FP32, sized("FP32", 8), new byte[8]);
        String name = "Inference-Header-Content-Length";
        bad("JSON length beyond the body", good.header(name, "100000"), 400, name, "100000");
        bad("JSON length that is a text", good.header(name, "many"), 400, name, "many");
        bad("negative JSON length", good.header(name, "-1"), 400, name, "-1");
        bad("JSON length beyond counting", good.header(name, "99999999999999999999"), 400, name);
        bad("JSON length that cuts the JSON", good.header(name, "20"), 400, "request body");
        bad("JSON length that takes binary data in", good.header(name, "90"), 400, "request body");
        bad("raw body of the wrong size",
                Requests.post("/v2/models/scalar/infer", new byte[5]).header(name, "0"), 400,
                "tensor 'x'", "5 bytes");
        bad("raw body for two inputs", Requests.post("/v2/models/pair/infer", new byte[5]).header(name, "0"),
                400,
                "one input", "2 inputs");
        bad("another charset", good.header("Content-Type", "application/json; charset=utf-16"), 415,
                "Content-Type",
                "utf-16");
        bad("unknown content coding", good.header("Content-Encoding", "br"), 415, "Content-Encoding", "br");
        bad("two content codings", good.header("Content-Encoding", "gzip, gzip"), 415, "Content-Encoding");
        bad("gzip that is none", good.header("Content-Encoding", "gzip"), 400, "request body", "gzip");
        bad("deflate that is none", Requests.post(FP32, "no").header("Content-Encoding", "deflate"), 400,
                "deflate");
        byte[] cut = new byte[20];
        System.arraycopy(gzip(new byte[1000]), 0, cut, 0, cut.length);
        bad("truncated gzip", Requests.post(FP32, cut).header("Content-Encoding", "gzip"), 400, "gzip");
        bad("decompression bomb",
                Requests.post(FP32, gzip(new byte[10_000_000])).header("Content-Encoding", "gzip"),
                413, "request body", Integer.toString(BODY_LIMIT));
        bad("deflate bomb",
                Requests.post(FP32, deflate(new byte[10_000_000])).header("Content-Encoding", "deflate"),
                413, "request body");
        bad("body beyond the limit", Requests.post(FP32, new byte[BODY_LIMIT + 1]), 413, "input",
                Integer.toString(BODY_LIMIT));
    }

    private void extensions() {
        bad("shared memory", Requests.post(FP32, "{\"inputs\":[{" + X
                + ",\"parameters\":{\"shared_memory_region\":\"r\"}}]}"), 501, "input 'x'",
                "shared_memory_region");
        bad("classification",
                Requests.post(FP32, "{\"inputs\":[{" + X + ",\"data\":[1,2]}],\"outputs\":[{\"name\":\"y\","
                        + "\"parameters\":{\"classification\":3}}]}"),
                501, "outputs[0]", "classification");
        bad("FP16 output as JSON",
                Requests.binary("/v2/models/echo-fp16/infer", sized("FP16", 4), new byte[4]), 400,
                "output 'y'", "binary_data", "FP16");
        bad("infinite output as JSON", Requests.post("/v2/models/inverse/infer", "{\"inputs\":[{" + X
                + ",\"data\":[1,0]}]}"), 400, "output 'y' element 1", "binary_data", "Infinity");
        bad("BYTES output as JSON that is no text", Requests.binary("/v2/models/echo-bytes/infer",
                sized("BYTES", 9), lengths(0, 1), new byte[]{(byte) 0xFF}), 400, "output 'y' element 1",
                "binary_data");
        bad("input that the model fails on", Requests.post("/v2/models/affine/infer", "{\"inputs\":[{" + X
                + ",\"data\":[666,0]}]}"), 500, "affine", "666");
        bad("text that the predictor refuses", Requests.post("/v2/models/affine/predict", "1 two"), 400,
                "word 1", "two");
        bad("prediction with an unknown model", Requests.post("/v2/models/nobody/predict", "1"), 404,
                "nobody");
        bad("a text that is not UTF-8 to predict",
                Requests.post("/v2/models/affine/predict", new byte[]{(byte) 0xFF}),
                400, "UTF-8");
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private List<Bad> table() throws IOException {
        paths();
        documents();
        inputs();
        elements();
        binaries();
        headers();
        extensions();
        return table;
    }

    @TestFactory
    Stream<DynamicTest> namesTheCulprit() throws IOException {
        return table().stream().map(bad -> DynamicTest.dynamicTest(bad.kind, () -> requireRefused(bad)));
    }

    private void requireRefused(Bad bad) {
        HttpResult result = endpoints.handle(bad.request.trigger());
        String error = Requests.error(result);
        assertEquals(bad.status, result.status(), error);
        assertAll(Stream.of(bad.says).map(part -> () -> assertTrue(error.contains(part),
                () -> "expected '" + part + "' in: " + error)));
        assertEquals("request-1", result.headers().get("x-request-id"));
        assertEquals(0, models.leases(), "a lease was not given back");
    }

    @Test
    void knowsMoreThanSixtyKinds() throws IOException {
        List<Bad> all = table();
        assertTrue(all.size() > 100, () -> "got " + all.size());
        assertEquals(all.size(), all.stream().map(Bad::kind).distinct().count());
    }
}
