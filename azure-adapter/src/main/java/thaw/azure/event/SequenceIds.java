package thaw.azure.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import thaw.hosting.ResultDocument;

/** What tells the messages of a batch apart, and recognises each when it comes again. */
final class SequenceIds {

    private SequenceIds() {}

    /** The sequence numbers; where the host left some message out, nobody knows whose number is whose. */
    static List<String> of(byte[][] bodies, long[] numbers) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            ids.add(numbers != null && numbers.length == bodies.length ? Long.toString(numbers[i])
                    : range(numbers) + "-" + i + "-"
                            + ResultDocument.hash(new String(bodies[i], StandardCharsets.ISO_8859_1)));
        }
        return ids;
    }

    private static String range(long[] numbers) {
        return numbers == null || numbers.length == 0 ? "" : numbers[0] + "-" + numbers[numbers.length - 1];
    }
}
