package thaw.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow: JSON, then binary data. Not thread-safe. */
final class JsonBytes {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONGEST_NUMBER = 32;

    private byte[] bytes;
    private int size;

    JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Makes room for that many bytes more. */
    void reserve(long more) {
        if (size + more > bytes.length) {
            long wanted = Math.max(size + more, bytes.length * 2L);
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.min(wanted, Integer.MAX_VALUE - 8)));
        }
    }

    JsonBytes append(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    JsonBytes append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    void append(ByteBuffer more) {
        int length = more.remaining();
        reserve(length);
        more.get(bytes, size, length);
        size += length;
    }

    void appendLittleEndian(int value) {
        reserve(Integer.BYTES);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    /** Appends ASCII as it is. */
    @SuppressWarnings("deprecation")
    JsonBytes ascii(String text) {
        int length = text.length();
        reserve(length);
        // The low bytes alone: no encoder for what is known to be ASCII.
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    JsonBytes number(long value) {
        return ascii(Long.toString(value));
    }

    /** Appends a finite number in the shortest form that reads back as itself. */
    JsonBytes number(float value) {
        reserve(LONGEST_NUMBER);
        int end = ShortestFloat.write(value, bytes, size);
        if (end < 0) {
            return ascii(Float.toString(value));
        }
        size = end;
        return this;
    }

    /** Appends a text, quoted and escaped. */
    JsonBytes string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a text in UTF-8, quoted and escaped. */
    JsonBytes string(byte[] utf8) {
        append('"');
        reserve(utf8.length + 1L);
        for (byte next : utf8) {
            if (next == '"' || next == '\\') {
                append('\\').append((char) next);
            } else if (next >= 0 && next < ' ') {
                ascii("\\u00").append((char) HEX[next >> 4]).append((char) HEX[next & 0xF]);
            } else {
                reserve(1);
                bytes[size++] = next;
            }
        }
        return append('"');
    }
}
