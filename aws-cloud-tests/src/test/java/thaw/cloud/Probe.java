package thaw.cloud;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import thaw.json.Json;
import thaw.json.JsonObject;

/** A function that prints what it is given, so that a test sees what the module has wired to it, and fails on demand. */
public final class Probe implements RequestStreamHandler {

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        JsonObject event = JsonObject.parse(in.readAllBytes(), "event");
        say("called as " + context.getInvokedFunctionArn());
        out.write(Json.bytes(answer(event, context)));
    }

    private static Object answer(JsonObject event, Context context) {
        if (event.has("Records")) {
            event.objects("Records").forEach(Probe::sayRecord);
            return Map.of("batchItemFailures", List.of());
        }
        if (event.has("httpMethod")) {
            String body = event.string("body", "");
            return Map.of("statusCode", 200, "headers", Map.of("Content-Type", "application/octet-stream"),
                    "isBase64Encoded", event.flag("isBase64Encoded", false), "body", body);
        }
        return command(event.string("do"), context);
    }

    private static Object command(String what, Context context) {
        switch (what) {
            case "throw" -> throw new IllegalStateException("asked to throw");
            case "exit" -> Runtime.getRuntime().halt(3);
            case "hang" -> hang();
            default -> say("nothing to do");
        }
        return Map.of("remaining", context.getRemainingTimeInMillis());
    }

    private static void hang() {
        try {
            Thread.sleep(600_000);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sayRecord(JsonObject record) {
        if (record.has("s3")) {
            say("object " + record.object("s3").get().object("object").get().string("key"));
        } else {
            JsonObject kinesis = record.object("kinesis").orElseThrow();
            byte[] data = Base64.getDecoder().decode(kinesis.string("data"));
            say("record " + kinesis.string("partitionKey") + " " + new String(data, StandardCharsets.UTF_8));
        }
    }

    private static void say(String line) {
        System.out.println("PROBE " + line);
    }
}
