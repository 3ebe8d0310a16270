package thaw.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

import org.junit.jupiter.api.Test;
import thaw.Deadline;
import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.InputReader;
import thaw.LoadedModel;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Shape;
import thaw.Tensor;
import thaw.Tensors;
import thaw.TriggerKind;
import thaw.TriggerResult.HttpResult;
import thaw.json.JsonObject;
import thaw.telemetry.StructuredLog;
import thaw.telemetry.StructuredLog.Level;
import thaw.telemetry.Telemetry;
import thaw.testing.EchoModels;
import thaw.testing.Requests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InferenceEndpointsTest {

    private final EchoModels models = new EchoModels();
    private final List<String> lines = new ArrayList<>();
    private final List<Map<String, ?>> fields = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();

    private InferenceEndpoints.Builder serving() {
        StructuredLog log = (level, message, line) -> {
            lines.add(level + " " + message);
            fields.add(line);
        };
        return InferenceEndpoints.serving(models).log(log).telemetry(new Telemetry() {
            @Override
            public void finished(TriggerKind trigger, String model, Outcome outcome,
                    InferenceException.Kind failure,
                    long nanos) {
                outcomes.add(trigger + " " + model + " " + outcome + " " + failure);
            }
        });
    }

    private HttpResult answer(Requests request) {
        return serving().build().handle(request.trigger());
    }

    private static String infer(String elements, int count) {
        return "{\"id\":\"7\",\"inputs\":[{\"name\":\"x\",\"shape\":[1," + count
                + "],\"datatype\":\"FP32\",\"data\":["
                + elements + "]}]}";
    }

    @Test
    void saysWhatTheServerIs() {
        JsonObject server = Requests.json(answer(Requests.get("/v2")));
        assertEquals("thaw", server.string("name"));
        assertEquals(List.of("binary_tensor_data"), server.get("extensions"));
        assertEquals("{\"live\":true}", Requests.text(answer(Requests.get("/v2/health/live"))));
    }

    @Test
    void isReadyWhenItIsToldSo() {
        assertEquals(200, answer(Requests.get("/v2/health/ready")).status());
        HttpResult draining = serving().ready(() -> false).build()
                .handle(Requests.get("/v2/health/ready").trigger());
        assertEquals(503, draining.status());
        assertEquals("1", draining.headers().get("retry-after"));
    }

    @Test
    void describesAModel() {
        assertEquals(
                "{\"name\":\"affine\",\"versions\":[\"1\",\"2\"],\"platform\":\"onnx_onnxv1\",\"inputs\":[{\"name\":\"x\","
                        + "\"datatype\":\"FP32\",\"shape\":[-1,-1]}],\"outputs\":[{\"name\":\"y\",\"datatype\":\"FP32\","
                        + "\"shape\":[-1,-1]}]}",
                Requests.text(answer(Requests.get("/v2/models/affine"))));
        assertEquals(200, answer(Requests.get("/v2/models/affine/versions/1")).status());
        assertTrue(Requests.json(answer(Requests.get("/v2/models/affine/versions/2/ready"))).flag("ready",
                false));
    }

    @Test
    void infersAndEchoesTheId() {
        HttpResult result = answer(Requests.post("/v2/models/affine/infer", infer("1,2.25", 2)));
        assertEquals(
                "{\"model_name\":\"affine\",\"model_version\":\"2\",\"id\":\"7\",\"outputs\":[{\"name\":\"y\","
                        + "\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[3.0,5.5]}]}",
                Requests.text(result));
        assertEquals("application/json", result.headers().get("content-type"));
        assertEquals(List.of("HTTP affine OK null"), outcomes);
    }

    @Test
    void infersWithTheVersionAsked() {
        HttpResult result = answer(Requests.post("/v2/models/affine/versions/1/infer", infer("1,2", 2)));
        assertTrue(Requests.text(result).contains("\"data\":[2.0,3.0]"));
    }

    @Test
    void answersTheSpecificationsExample() {
        HttpResult result = answer(Requests.post("/v2/models/pair/infer",
                """
                        {
                          "id" : "42",
                          "inputs" : [
                            { "name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32", "data" : [ 1, 2, 3, 4 ] },
                            { "name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL", "data" : [ true, false, true ] }
                          ],
                          "outputs" : [ { "name" : "output0" } ]
                        }"""));
        assertEquals(
                "{\"model_name\":\"pair\",\"model_version\":\"3\",\"id\":\"42\",\"outputs\":[{\"name\":\"output0\","
                        + "\"datatype\":\"FP32\",\"shape\":[3,2],\"data\":[1.0,1.1,2.0,2.1,3.0,3.1]}]}",
                Requests.text(result));
    }

    @Test
    void answersTritonsBinaryExample() {
        byte[] input0 = new byte[16];
        input0[0] = 9;
        HttpResult result = answer(Requests.binary("/v2/models/pair/infer",
                """
                        {
                          "model_name" : "mymodel",
                          "inputs" : [
                            { "name" : "input0", "shape" : [ 2, 2 ], "datatype" : "UINT32",
                              "parameters" : { "binary_data_size" : 16 } },
                            { "name" : "input1", "shape" : [ 3 ], "datatype" : "BOOL",
                              "parameters" : { "binary_data_size" : 3 } }
                          ],
                          "outputs" : [ { "name" : "output0", "parameters" : { "binary_data" : true } } ]
                        }""", input0, new byte[]{1, 0, 1}));
        byte[] body = Requests.bytes(result);
        int json = Integer.parseInt(result.headers().get("inference-header-content-length"));
        assertEquals("application/octet-stream", result.headers().get("content-type"));
        assertEquals(24, body.length - json);
        assertEquals(9f, ByteBuffer.wrap(body, json, 24).order(ByteOrder.LITTLE_ENDIAN).getFloat());
    }

    @Test
    void takesARawBodyAsOneRow() {
        byte[] raw = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(5).array();
        Requests request = Requests.post("/v2/models/scalar/infer", raw)
                .header("Inference-Header-Content-Length", "0");
        HttpResult result = answer(request);
        byte[] body = Requests.bytes(result);
        assertArrayEquals(raw, Arrays.copyOfRange(body, body.length - 4, body.length));
        HttpResult row = answer(Requests.post("/v2/models/echo-fp32/infer", new byte[12])
                .header("Inference-Header-Content-Length", "0"));
        assertTrue(Requests.text(row).contains("\"shape\":[1,3]"));
        HttpResult text = answer(Requests.post("/v2/models/echo-bytes/infer", "hé")
                .header("Inference-Header-Content-Length", "0"));
        assertTrue(Requests.text(text).contains("\"shape\":[1,1],\"parameters\":{\"binary_data_size\":7}"));
    }

    @Test
    void predictsFromTheThingItself() {
        assertEquals(
                "{\"model_name\":\"affine\",\"model_version\":\"2\",\"id\":\"request-1\",\"label\":\"best\",\"score\":7.0,"
                        + "\"scores\":[{\"label\":\"best\",\"score\":7.0}]}",
                Requests.text(answer(Requests.post("/v2/models/affine/predict", "1 3 2"))));
    }

    @Test
    void predictsWithAFunctionsOwnTypes() {
        Predictor<String, Float> length = new Predictor<>() {
            @Override
            public Tensors encode(String text) {
                return Tensors.of(Tensor.ofFloats("x", Shape.of(1, 1), text.length()));
            }

            @Override
            public Float decode(Tensors outputs) {
                return outputs.tensor("y").floats().get(0);
            }
        };
        FunctionDefinition<String, Float> function = FunctionDefinition.onHttp("length").model("affine@1")
                .predictor(InputReader.text(), length, value -> Map.of("length", value)).build();
        InferenceEndpoints endpoints = serving().function(function).build();
        assertEquals(
                "{\"model_name\":\"affine\",\"model_version\":\"1\",\"id\":\"request-1\",\"length\":5.0}",
                Requests.text(
                        endpoints.handle(Requests.post("/v2/models/affine/predict", "four").trigger())));
        assertTrue(Requests
                .text(endpoints
                        .handle(Requests.post("/v2/models/affine/versions/2/predict", "four").trigger()))
                .contains("\"length\":9.0"));
    }

    @Test
    void anExceptionNobodyForesawIsADefect() {
        InputReader<Payload> reader = (payload, limits) -> {
            throw new IllegalStateException("boom");
        };
        FunctionDefinition<Payload, Prediction> broken = FunctionDefinition.onHttp("broken").model("affine")
                .predictor(reader, LoadedModel::packagePredictor, Prediction::fields).build();
        HttpResult result = serving().function(broken).build()
                .handle(Requests.post("/v2/models/affine/predict", "").trigger());
        assertEquals(500, result.status());
        assertEquals(List.of("ERROR request failed"), lines);
        assertEquals(List.of("HTTP affine POISON INTERNAL"), outcomes);
        assertEquals(0, models.leases());
    }

    @Test
    void compressesWhatIsLargeIfTheCallerTakesIt() throws IOException {
        String elements = "0.5,".repeat(999) + "0.5";
        Requests request = Requests.post("/v2/models/affine/infer", infer(elements, 1000));
        String plain = Requests.text(answer(request));
        HttpResult gzip = answer(request.header("Accept-Encoding", "deflate;q=0.5, gzip"));
        assertEquals("gzip", gzip.headers().get("content-encoding"));
        assertEquals("Accept-Encoding", gzip.headers().get("vary"));
        assertEquals(plain, new String(
                new GZIPInputStream(new ByteArrayInputStream(Requests.bytes(gzip))).readAllBytes()));
        HttpResult deflate = answer(request.header("Accept-Encoding", "deflate"));
        assertEquals(plain, new String(
                new InflaterInputStream(new ByteArrayInputStream(Requests.bytes(deflate))).readAllBytes()));
        assertNull(
                answer(request.header("Accept-Encoding", "gzip;q=0, br")).headers().get("content-encoding"));
        assertNull(answer(Requests.get("/v2").header("Accept-Encoding", "gzip")).headers()
                .get("content-encoding"));
    }

    @Test
    void answersHeadWithoutABodyAndOptionsWithTheMethods() {
        HttpResult head = answer(Requests.get("/v2/models/affine").method("HEAD"));
        assertEquals(200, head.status());
        assertFalse(head.body().hasRemaining());
        HttpResult options = answer(Requests.get("/v2/models/affine/infer").method("OPTIONS"));
        assertEquals(204, options.status());
        assertEquals("POST, OPTIONS", options.headers().get("allow"));
        assertEquals("GET, HEAD, OPTIONS", answer(Requests.post("/v2", "")).headers().get("allow"));
    }

    @Test
    void letsNoOtherOriginInUnlessTold() {
        Requests request = Requests.get("/v2").header("Origin", "https://a.example");
        assertNull(answer(request).headers().get("access-control-allow-origin"));
        InferenceEndpoints open = serving().cors(CorsPolicy.allowing("https://a.example")).build();
        assertEquals("https://a.example",
                open.handle(request.trigger()).headers().get("access-control-allow-origin"));
        HttpResult preflight = open.handle(request.method("OPTIONS").trigger());
        assertTrue(preflight.headers().get("access-control-allow-headers").contains("Content-Type"));
        HttpResult other = open.handle(request.header("Origin", "https://b.example").trigger());
        assertNull(other.headers().get("access-control-allow-origin"));
        assertEquals("Origin", other.headers().get("vary"));
    }

    @Test
    void writesOneLineARequest() {
        answer(Requests.post("/v2/models/affine/infer", infer("1", 1)));
        answer(Requests.post("/v2/models/affine/infer", "{"));
        answer(Requests.post("/v2/models/affine/infer", infer("666", 1)));
        assertEquals(List.of("INFO request", "WARN request failed", "ERROR request failed"), lines);
        assertEquals("affine", fields.get(0).get("model"));
        assertEquals("request-1", fields.get(0).get("request_id"));
        assertEquals(200, fields.get(0).get("status"));
        assertTrue(fields.get(1).get("error").toString().contains("request body"));
        assertFalse(fields.get(1).containsKey("stack"));
        assertTrue(fields.get(2).get("stack").toString().contains("EchoModels"));
    }

    @Test
    void countsNoModelThatDoesNotExist() {
        answer(Requests.post("/v2/models/made-up/infer", "{}"));
        answer(Requests.get("/v2/health/live"));
        assertEquals(List.of("HTTP  POISON NOT_FOUND"), outcomes);
        assertFalse(fields.get(0).containsKey("model"));
        assertEquals(Level.WARN + " request failed", lines.get(0));
    }

    @Test
    void givesUpWhenThePlatformWould() {
        HttpResult late = serving().build().handle(Requests.post("/v2/models/affine/infer", infer("1", 1))
                .trigger(Deadline.after(Duration.ZERO)));
        assertEquals(504, late.status());
    }
}
