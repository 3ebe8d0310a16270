package thaw.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

import thaw.InferenceException;

/** Proves bytes to be UTF-8; Jackson lets overlong forms and encoded surrogates pass. */
final class Utf8 {

    private static final int CHUNK = 1024;
    private static final int DETECTED = 4;

    private Utf8() {}

    /** The bytes are UTF-8, or the culprit is malformed. */
    static void require(byte[] bytes, int from, int to, String culprit) {
        requireNoNul(bytes, from, Math.min(to, from + DETECTED), culprit);
        if (!ascii(bytes, from, to) && !valid(bytes, from, to)) {
            throw InferenceException.mismatch(culprit, "text in UTF-8", "other bytes");
        }
    }

    // Jackson would read UTF-16 and UTF-32, which it knows by the zeros at the beginning, as happily.
    private static void requireNoNul(byte[] bytes, int from, int to, String culprit) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                throw InferenceException.mismatch(culprit, "text in UTF-8",
                        "a zero byte at offset " + (i - from));
            }
        }
    }

    private static boolean ascii(byte[] bytes, int from, int to) {
        int seen = 0;
        for (int i = from; i < to; i++) {
            seen |= bytes[i];
        }
        return seen >= 0;
    }

    static boolean valid(byte[] bytes, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return !result.isError();
    }
}
