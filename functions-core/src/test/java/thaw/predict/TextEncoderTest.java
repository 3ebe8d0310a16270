package thaw.predict;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thaw.Datatype;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.Prediction;
import thaw.Predictor;
import thaw.Shape;
import thaw.Tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static thaw.predict.Signatures.spec;
import static thaw.predict.Signatures.taking;

class TextEncoderTest {

    private static final ModelSignature TEXT = taking(spec("t", Datatype.BYTES, -1, 1));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = { //
            "text/plain                      | good film             | good film",
            "text/plain; charset=UTF-8       | {\"text\":\"x\"}      | {\"text\":\"x\"}",
            "text/plain;charset=\"us-ascii\" | \"quoted\"            | \"quoted\"",
            "application/json                | \"good film\"         | good film",
            "application/json; charset=utf-8 | {\"text\":\"x\"}      | x",
            "application/vnd.x+json          | {\"id\":1,\"text\":\"x\",\"more\":{\"text\":\"y\"}} | x",
            "application/x-ndjson            | {\"text\":\"x\"}      | x",
            "application/octet-stream        | {\"text\":\"x\"}      | x",
            "application/octet-stream        | \"He left,\" she said | \"He left,\" she said",
            "''                              | [1]                   | [1]"})
    void theContentTypeAndThenTheFirstByteTellWhatABodyIs(String contentType, String body, String text) {
        String type = contentType.equals("''") ? "" : contentType;
        assertEquals(text, encoded(Packages.predictor(TEXT, ""), Payload.of(utf8(body), type)));
    }

    @Test
    void aModelThatTakesOneStringARowNeedsNoSettings() {
        for (Shape shape : new Shape[]{Shape.of(-1), Shape.of(-1, 1), Shape.of(1), Shape.of(1, 1)}) {
            ModelSignature signature = taking(spec("t", Datatype.BYTES, shape.toArray()));
            Tensor row = Packages.predictor(signature, "").encode(Payload.ofText("good")).tensor("t");
            assertEquals(Shape.of(shape.rank() == 1 ? new long[]{1} : new long[]{1, 1}), row.shape());
            assertEquals("good", row.text(0));
        }
    }

    @Test
    void anyScriptAndAnEmojiStayAsTheyAre() {
        String text = "\u00e9 \u65e5\u672c\u8a9e \ud83d\ude00";
        var predictor = Packages.predictor(TEXT, "");
        assertEquals(text, encoded(predictor, Payload.ofText(text)));
        assertEquals("\ud83d\ude00", encoded(predictor, Packages.json("{'text':'\\ud83d\\ude00'}")));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        assertEquals("good", encoded(Packages.predictor(TEXT, ""), Payload.ofText("\ufeffgood")));
    }

    @Test
    void lengthIsCountedInCodePoints() {
        var predictor = Packages.predictor(TEXT, "{'input':{'text':{'maxLength':2}}}");
        String two = "\ud83d\ude00\ud83d\ude00";
        assertEquals(two, encoded(predictor, Payload.ofText(two)));
        assertEquals("input: expected at most 2 characters, got 3",
                Packages.failure(() -> predictor.encode(Payload.ofText(two + "!"))).getMessage());
    }

    @Test
    void settingsNameTheFieldAndMakeLettersSmall() {
        var predictor = Packages.predictor(TEXT, "{'input':{'text':{'field':'body','lowercase':true}}}");
        assertEquals("\u00e4i", encoded(predictor, Packages.json("{'text':1,'body':'\u00c4I'}")));
    }

    @Test
    void anEmptyStringInJsonIsAText() {
        assertEquals("", encoded(Packages.predictor(TEXT, ""), Packages.json("{'text':''}")));
    }

    @Test
    void aStreamedBodyIsReadOnce() {
        AtomicInteger opened = new AtomicInteger();
        Payload streamed = Payload.streamed(() -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(utf8("good"));
        }, -1, "");
        assertEquals("good", encoded(Packages.predictor(TEXT, ""), streamed));
        assertEquals(1, opened.get());
    }

    private static String encoded(Predictor<Payload, Prediction> predictor, Payload payload) {
        return predictor.encode(payload).tensor("t").text(0);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
