package thaw.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What callers send in a day: pictures, texts, features, tensors in both forms, and mistakes of many kinds. */
final class MixedRequests {

    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";
    private static final String HEADER_LENGTH = "Inference-Header-Content-Length";

    private final URI base;
    private final List<Asked> all = new ArrayList<>();

    /**
     * A request and the status that it deserves.
     *
     * @param kind    of request, for the report
     * @param request what is sent
     * @param status  expected
     */
    record Asked(String kind, HttpRequest request, int status) {}

    private MixedRequests(URI base) {
        this.base = base;
    }

    /** All of them, those of one kind spread among the others. */
    static List<Asked> to(URI base) throws IOException {
        MixedRequests mixed = new MixedRequests(base);
        mixed.addPictures();
        mixed.addRecords("risk", "patients.ndjson", "features");
        mixed.addRecords("sentiment", "sentences.ndjson", "text");
        mixed.addTensors();
        mixed.addMistakes();
        // A fixed seed: every soak sends the same.
        java.util.Collections.shuffle(mixed.all, new java.util.Random(7));
        return List.copyOf(mixed.all);
    }

    private void add(String kind, String path, String type, byte[] body, int status, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        all.add(new Asked(kind, request.build(), status));
    }

    private void addPictures() throws IOException {
        try (DirectoryStream<Path> files = Files
                .newDirectoryStream(Repositories.file("samples/data/digits"))) {
            for (Path file : files) {
                add("picture", "/v2/models/digits/predict", BINARY, Files.readAllBytes(file), 200);
            }
        }
    }

    private void addRecords(String model, String file, String field) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<String> lines = Files.readAllLines(Repositories.file("samples/data/" + model + "/" + file));
        for (String line : lines.subList(0, 20)) {
            JsonNode value = mapper.readTree(line).get(field);
            boolean text = value.isTextual();
            byte[] body = text ? value.asText().getBytes(StandardCharsets.UTF_8)
                    : mapper.writeValueAsBytes(value);
            add(text ? "text" : "features", "/v2/models/" + model + "/predict", text ? "text/plain" : JSON,
                    body,
                    200);
        }
    }

    private void addTensors() throws IOException {
        SampleRows digits = SampleRows.of("digits");
        for (int rows : new int[]{1, 2, 8, 32}) {
            float[] values = digits.floats(0, rows);
            for (int i = 0; i < 5; i++) {
                add("tensor, JSON", "/v2/models/digits/infer", JSON,
                        bytes(tensor(rows, ",\"data\":" + Arrays.toString(values))), 200);
                addBinary("tensor, binary", rows, values, values.length * Float.BYTES, 200);
            }
        }
    }

    private static String tensor(int rows, String rest) {
        return "{\"inputs\":[{\"name\":\"image\",\"shape\":[" + rows + ",1,8,8],\"datatype\":\"FP32\"" + rest
                + "}]}";
    }

    private void addBinary(String kind, int rows, float[] values, int sent, int status) {
        byte[] header = bytes(tensor(rows,
                ",\"parameters\":{\"binary_data_size\":" + values.length * Float.BYTES + "}"));
        ByteBuffer body = ByteBuffer.allocate(header.length + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        body.put(header).asFloatBuffer().put(values);
        add(kind, "/v2/models/digits/infer", BINARY, Arrays.copyOf(body.array(), header.length + sent),
                status,
                HEADER_LENGTH, Integer.toString(header.length));
    }

    private void addMistakes() {
        for (int i = 0; i < 4; i++) {
            add("bad: no JSON", "/v2/models/digits/infer", JSON, bytes("{\"inputs\": [{"), 400);
            add("bad: shape", "/v2/models/digits/infer", JSON, bytes(tensor(3, ",\"data\":[1,2,3]")), 400);
            add("bad: huge shape", "/v2/models/digits/infer", JSON,
                    bytes(tensor(2_000_000_000, ",\"data\":[1]")), 400);
            add("bad: depth", "/v2/models/digits/infer", JSON, bytes("[".repeat(50_000)), 400);
            add("bad: model", "/v2/models/nobody/infer", JSON, bytes(tensor(1, ",\"data\":[1]")), 404);
            add("bad: features", "/v2/models/risk/predict", JSON, bytes("{\"mean radius\": \"wide\"}"), 400);
            addBinary("bad: truncated", 8, new float[8 * 64], 100, 400);
            add("bad: picture", "/v2/models/digits/predict", "image/png", bytes("not a picture"), 415);
            add("bad: text", "/v2/models/sentiment/predict", "text/plain", new byte[]{'a', (byte) 0xff}, 400);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
