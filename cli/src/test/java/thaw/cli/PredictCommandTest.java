package thaw.cli;

import java.util.Map;

import org.junit.jupiter.api.Test;
import thaw.json.Json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

class PredictCommandTest {

    @Test
    void answersAnImage() {
        CommandRun run = CommandRun.thaw("predict", CommandRun.MODELS.resolve("digits").toString(),
                CommandRun.SAMPLES.resolve("data/digits/digit-7-1635.png").toString());
        assertEquals("7", answer(run).get("label"));
    }

    @Test
    void answersATextFromStandardInput() {
        CommandRun run = CommandRun.thawWithInput("I love this, thank you!", "predict",
                CommandRun.MODELS.toString(), "--model", "sentiment@prod", "-");
        assertEquals("positive", answer(run).get("label"));
        assertEquals("1", answer(run).get("version"));
    }

    @Test
    void answersEachInputOnALineOfItsOwn() {
        String risk = CommandRun.MODELS.resolve("risk").toString();
        String features = CommandRun.MODELS.resolve("risk/1/warmup.json").toString();
        CommandRun run = CommandRun.thaw("predict", risk, features, features);
        assertEquals(2, run.out().lines().count());
    }

    private static Map<?, ?> answer(CommandRun run) {
        assertEquals(0, run.exitCode(), run.err());
        return (Map<?, ?>) Json.parse(run.out().getBytes(UTF_8), "output");
    }
}
