package thaw.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import thaw.InferenceException;
import thaw.Limits;
import thaw.ModelSignature;
import thaw.Payload;
import thaw.TriggerEvent.HttpTrigger;
import thaw.protocol.InferenceReader;
import thaw.protocol.InferenceRequest;

/** The body of a request, in memory and without compression. */
final class RequestBody {

    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,10}");
    private static final String HEADER_LENGTH = InferenceReader.HEADER_LENGTH.toLowerCase(Locale.ROOT);

    private final HttpTrigger request;
    private final byte[] bytes;

    private RequestBody(HttpTrigger request, byte[] bytes) {
        this.request = request;
        this.bytes = bytes;
    }

    /**
     * Reads the body.
     *
     * @throws InferenceException too large, beyond the limit before or after decompression; unsupported media, in an
     *                            encoding that is not known; malformed, if it is not in the encoding that it names
     */
    static RequestBody of(HttpTrigger request, Limits limits) {
        ContentCoding coding = ContentCoding
                .of(String.join(",", request.headers().getOrDefault("content-encoding",
                        List.of())));
        byte[] coded = request.body().bytes(limits.bodyBytes());
        return new RequestBody(request, coding.decode(coded, limits.bodyBytes()));
    }

    Payload payload() {
        return Payload.of(bytes, request.header("content-type")).withAttributes(request.body().attributes());
    }

    InferenceRequest inferenceRequest(InferenceReader reader, ModelSignature signature) {
        requireUtf8();
        List<String> lengths = request.headers().getOrDefault(HEADER_LENGTH, List.of());
        if (lengths.isEmpty()) {
            return reader.read(bytes);
        }
        int length = length(lengths);
        return length == 0 ? reader.readRaw(bytes, signature) : reader.read(bytes, length);
    }

    private int length(List<String> values) {
        String value = String.join(", ", values).trim();
        if (!LENGTH.matcher(value).matches() || Long.parseLong(value) > bytes.length) {
            throw InferenceException.mismatch("header " + InferenceReader.HEADER_LENGTH,
                    "a length from 0 to the body's " + bytes.length + " bytes", "'" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private void requireUtf8() {
        Matcher charset = CHARSET.matcher(request.header("content-type").toLowerCase(Locale.ROOT));
        if (charset.find() && !charset.group(1).equals("utf-8") && !charset.group(1).equals("us-ascii")) {
            throw InferenceException.unsupportedMedia("header Content-Type",
                    "expected JSON in UTF-8, got charset " + charset.group(1));
        }
    }
}
