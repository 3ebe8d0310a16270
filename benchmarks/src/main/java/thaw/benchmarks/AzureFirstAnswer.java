package thaw.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import thaw.azure.AzureFunction;
import thaw.azure.RecordedInvocations;
import thaw.json.Json;
import thaw.json.JsonObject;

/**
 * A function app without a worker around it: one invocation, called as the worker calls it, and its answer. What remains of a
 * first answer on Azure where no worker is at hand.
 */
final class AzureFirstAnswer {

    private AzureFirstAnswer() {}

    public static void main(String... arguments) throws IOException {
        JsonObject request = JsonObject.parse(Files.readAllBytes(Path.of(arguments[0])), arguments[0]);
        Map<String, String> settings = System.getenv();
        RecordedInvocations function = RecordedInvocations.of(settings, AzureFunction.of(settings));
        System.out.println("answer " + Json.text(function.answer(request)));
    }
}
