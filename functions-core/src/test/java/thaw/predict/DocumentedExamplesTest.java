package thaw.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static thaw.predict.Signatures.of;
import static thaw.predict.Signatures.spec;

/** The examples and the keys of the page on model.json are those that the reader takes. */
class DocumentedExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleMakesAPredictor() throws IOException {
        List<ModelSignature> models = List.of(
                of(spec("image", Datatype.FP32, -1, 1, 8, 8), spec("p", Datatype.FP32, -1, 10)),
                of(spec("x", Datatype.FP32, -1, 5), spec("p", Datatype.FP32, -1, 1)),
                of(spec("t", Datatype.BYTES, -1, 1), spec("p", Datatype.FP32, -1, 3)));
        List<String> examples = EXAMPLE.matcher(page()).results().map(found -> found.group(1)).toList();
        assertEquals(models.size(), examples.size());
        for (int i = 0; i < models.size(); i++) {
            Packages.predictor(models.get(i), examples.get(i));
        }
    }

    @Test
    void theMessageShownIsTheMessageGiven() throws IOException {
        ModelSignature model = of(spec("image", Datatype.FP32, -1, 1, 8, 8),
                spec("p", Datatype.FP32, -1, 10));
        String message = Packages
                .failure(() -> Packages.predictor(model, "{'input':{'image':{'width':9}}}")).getMessage();
        assertTrue(page().contains("```\n" + message + "\n```"), message);
    }

    private static String page() throws IOException {
        return Files.readString(Samples.models().resolve("../../docs/model-json.md"));
    }
}
