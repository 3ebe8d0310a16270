package thaw.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import thaw.conformance.RecordedEvents;
import thaw.conformance.SampleData;
import thaw.json.Json;
import thaw.json.JsonObject;

/** The samples' held-out data as events of AWS. */
final class SampleEvents {

    private SampleEvents() {}

    /** A patient's measurements, and what the model says of them. */
    record Patient(String features, String label) {

        /** A request through an HTTP API that brings its own id. */
        byte[] request(String id) {
            Map<String, Object> event = RecordedEvents.tree("aws/http-api/picture");
            event.put("rawPath", "/v2/models/risk/predict");
            event.put("headers", Map.of("content-type", "application/json", "x-request-id", id));
            event.put("body", features);
            event.put("isBase64Encoded", false);
            return Json.bytes(event);
        }
    }

    static List<Patient> patients() throws IOException {
        List<Patient> patients = new ArrayList<>();
        for (String line : Files.readAllLines(SampleData.folder().resolve("data/risk/patients.ndjson"))) {
            JsonObject patient = JsonObject.parse(line.getBytes(), "patient");
            patients.add(new Patient(Json.text(patient.get("features")), patient.string("label")));
        }
        return patients;
    }
}
