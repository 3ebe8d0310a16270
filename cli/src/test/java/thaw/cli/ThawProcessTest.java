package thaw.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ThawProcessTest {

    private static final int SIGTERM = 143;
    private static final int LINES = 500;

    @TempDir
    Path folder;

    @Test
    void demoAnswersEverythingAndEnds() throws Exception {
        try (ThawProcess demo = ThawProcess.start(folder, "demo", "--once", "--port", "0")) {
            String table = demo.rest();
            assertEquals(0, demo.exitCode(), demo.err());
            assertTrue(
                    table.contains("40 of 40") && table.contains("20 of 20") && table.contains("200 of 200"),
                    table);
        }
    }

    @Test
    void demoFailsWithoutSamples() throws Exception {
        try (ThawProcess demo = ThawProcess.start(folder, "demo", "--once", "--samples", folder.toString())) {
            assertEquals(1, demo.exitCode());
            assertTrue(demo.err().contains("run the demo from a clone"), demo.err());
        }
    }

    @Test
    void serveAnswersAndDrainsOnSigterm() throws Exception {
        try (ThawProcess serve = ThawProcess.start(folder, "serve", CommandRun.MODELS.toString(), "--port",
                "0",
                "--data", folder.resolve("data").toString())) {
            URI server = URI.create(serve.line());
            assertTrue(
                    post(server.resolve("/v2/models/sentiment/predict"), "I love it").contains("positive"));
            serve.terminate();
            assertEquals(SIGTERM, serve.exitCode());
            assertTrue(serve.err().contains("thaw: draining"), serve.err());
        }
    }

    @Test
    void serveLetsAFunctionsJarAnswerForItsModel() throws Exception {
        Path jar = FunctionJarFile.write(folder.resolve("shouting.jar"), FunctionJarFile.Shouting.class);
        try (ThawProcess serve = ThawProcess.start(folder, "serve", jar.toString(), "--models",
                CommandRun.MODELS.resolve("sentiment").toString(), "--port", "0", "--data",
                folder.resolve("data").toString())) {
            URI server = URI.create(serve.line());
            assertTrue(
                    post(server.resolve("/v2/models/sentiment/predict"), "I love it").contains("positive"));
        }
    }

    @Test
    void serveStoresAStreamToItsEnd() throws Exception {
        try (ThawProcess serve = ThawProcess.start(folder, "serve", CommandRun.MODELS.toString(), "--port",
                "0",
                "--stream", "-=sentiment", "--exit-at-end", "--data", folder.resolve("data").toString())) {
            serve.write("{\"text\": \"what a day\"}\n".repeat(LINES) + "{broken\n");
            assertEquals(0, serve.exitCode(), serve.err());
        }
        assertEquals(LINES, rows("predicted"));
        assertEquals(1, rows("poison"));
    }

    @Test
    void serveTakesFilesOfAWatchedFolder() throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        try (ThawProcess serve = ThawProcess.start(folder, "serve", CommandRun.MODELS.toString(), "--port",
                "0",
                "--watch", inbox + "=digits", "--data", folder.resolve("data").toString())) {
            DemoClient client = new DemoClient(URI.create(serve.line()));
            Files.copy(CommandRun.SAMPLES.resolve("data/digits/digit-7-1635.png"),
                    inbox.resolve("seven.png"));
            while (client.results().isEmpty()) {
                Thread.onSpinWait();
            }
            assertEquals("seven.png", client.results().get(0).get("input"));
            serve.terminate();
            assertEquals(SIGTERM, serve.exitCode());
        }
        assertEquals(1, rows("predicted"));
    }

    private int rows(String status) throws SQLException {
        try (Connection connection = DriverManager
                .getConnection("jdbc:sqlite:" + folder.resolve("data").resolve("thaw.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement
                        .executeQuery("SELECT count(*) FROM results WHERE status = '" + status + "'")) {
            return row.getInt(1);
        }
    }

    private static String post(URI uri, String text) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(text)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
