package thaw.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

import thaw.InferenceException;

/**
 * A cursor over the fields of one protobuf message that lies in a buffer.
 *
 * <p>Nothing is copied until {@link #text()} is called, so that weights of any size are skipped at no cost.
 * Each length is checked against the enclosing message before it is used. Not thread-safe.
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT = 10;

    private final ByteBuffer buffer;
    private final String culprit;
    private final int end;
    private int position;

    private int fieldStart;
    private int field;
    private int wireType;
    private long value;
    private int contentStart;

    /** Reads the message between the buffer's position and limit; the buffer itself is left as it is. */
    ProtobufReader(ByteBuffer buffer, String culprit) {
        this(buffer, culprit, buffer.position(), buffer.limit());
    }

    private ProtobufReader(ByteBuffer buffer, String culprit, int start, int end) {
        this.buffer = buffer;
        this.culprit = culprit;
        this.position = start;
        this.end = end;
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() {
        if (position == end) {
            return false;
        }
        fieldStart = position;
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field == 0 || tag >>> 32 != 0) {
            throw invalid("has an impossible field number at byte " + fieldStart);
        }
        readValue();
        return true;
    }

    private void readValue() {
        switch (wireType) {
            case VARINT -> value = readVarint();
            case FIXED64 -> skipContent(Long.BYTES);
            case FIXED32 -> skipContent(Integer.BYTES);
            case DELIMITED -> skipContent(readVarint());
            default -> throw invalid("has an unknown wire type " + wireType + " at byte " + fieldStart);
        }
    }

    private void skipContent(long length) {
        if (length < 0 || length > end - position) {
            throw invalid("is truncated or damaged: field " + field + " at byte " + fieldStart + " declares "
                    + Long.toUnsignedString(length) + " bytes, " + (end - position) + " remain");
        }
        contentStart = position;
        position += (int) length;
    }

    private long readVarint() {
        long result = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (position == end) {
                throw invalid("is truncated or damaged: a number ends at byte " + end);
            }
            byte next = buffer.get(position++);
            result |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return result;
            }
        }
        throw invalid("has a number longer than " + LONGEST_VARINT + " bytes at byte " + fieldStart);
    }

    /** The number of the current field. */
    int field() {
        return field;
    }

    /** The integer in the current field. */
    long number() {
        require(VARINT);
        return value;
    }

    /** The number with a fraction in the current field. */
    float real() {
        require(FIXED32);
        return Float.intBitsToFloat(content().getInt());
    }

    /** The bytes in the current field, as a view of the buffer in ONNX's order, which is little-endian. */
    ByteBuffer content() {
        return buffer.slice(contentStart, contentLength()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The text in the current field; malformed UTF-8 becomes U+FFFD, as ONNX does not promise any encoding.
     */
    String text() {
        require(DELIMITED);
        byte[] bytes = new byte[contentLength()];
        buffer.get(contentStart, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The message in the current field. */
    ProtobufReader message() {
        require(DELIMITED);
        return new ProtobufReader(buffer, culprit, contentStart, position);
    }

    /** Bytes of content in the current field, without its tag and length. */
    int contentLength() {
        return position - contentStart;
    }

    /** Whether the current field holds bytes (text, a message or packed numbers) rather than one number. */
    boolean isDelimited() {
        return wireType == DELIMITED;
    }

    /** The numbers in the current field of a repeated integer, be it packed or one of many. */
    void numbers(LongConsumer each) {
        if (!isDelimited()) {
            each.accept(number());
            return;
        }
        ProtobufReader packed = message();
        while (packed.position < packed.end) {
            each.accept(packed.readVarint());
        }
    }

    /** The whole current field, tag included, as a view of the buffer. */
    ByteBuffer encoded() {
        return buffer.slice(fieldStart, position - fieldStart);
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw invalid("field " + field + " at byte " + fieldStart
                    + " has wire type " + wireType + ", expected " + expected);
        }
    }

    InferenceException invalid(String message) {
        return InferenceException.invalidModel(culprit,
                message + "; it is damaged or no ONNX model: expected what a framework exported, copied whole");
    }
}
