package thaw.gcp.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import thaw.json.JsonObject;
import thaw.testing.ChildProcess;
import thaw.testing.Command;
import thaw.testing.Workplace;

/** Google's own emulator of Firestore. */
final class FirestoreEmulator implements AutoCloseable {

    private final int port = Workplace.freePort();
    private final ChildProcess process;

    FirestoreEmulator() {
        Path jar = GoogleCloudCli.file("cloud-firestore-emulator", "cloud-firestore-emulator\\.jar");
        process = ChildProcess.start(Command.of(Workplace.scratch("firestore"), Duration.ofMinutes(20),
                "java",
                "-Xmx768m", "-Duser.language=en", "-cp", jar.toString(),
                "com.google.cloud.datastore.emulator.firestore.CloudFirestore", "start", "--host=127.0.0.1",
                "--port=" + port));
        process.awaitAnswer(URI.create("http://" + host()), Duration.ofMinutes(2));
    }

    String host() {
        return "127.0.0.1:" + port;
    }

    /** How many documents a collection has. */
    int count(String collection) {
        Object answers = Rest.postForList(documents() + ":runAggregationQuery",
                Map.of("structuredAggregationQuery",
                        Map.of("structuredQuery", Map.of("from", List.of(Map.of("collectionId", collection))),
                                "aggregations", List.of(Map.of("alias", "all", "count", Map.of())))));
        JsonObject first = JsonObject.of(((List<?>) answers).get(0), "answer");
        return Integer.parseInt(first.required("result").required("aggregateFields").required("all")
                .string("integerValue"));
    }

    private String documents() {
        return "http://" + host() + "/v1/projects/" + PubSubEmulator.PROJECT
                + "/databases/(default)/documents";
    }

    /** The values of a field of type text in all documents of a collection. */
    List<String> texts(String collection, String field) {
        List<String> texts = new ArrayList<>();
        String address = documents() + "/" + collection + "?pageSize=300&mask.fieldPaths=" + field;
        String token = "";
        do {
            JsonObject page = Rest.get(address + (token.isEmpty() ? "" : "&pageToken=" + token));
            page.objects("documents").forEach(document -> texts
                    .add(document.required("fields").required(field).string("stringValue")));
            token = page.string("nextPageToken", "");
        } while (!token.isEmpty());
        return texts;
    }

    @Override
    public void close() {
        process.close();
    }
}
