package thaw.image;

import java.nio.ByteBuffer;

import thaw.InferenceException;

/** A cursor over an encoded file that reports reading past its end as the file being cut short. */
final class Bytes {
    private final byte[] array;
    private final int start;
    private final int end;
    private final String culprit;
    private int position;

    private Bytes(byte[] array, int start, int end, String culprit) {
        this.array = array;
        this.start = start;
        this.end = end;
        this.position = start;
        this.culprit = culprit;
    }

    static Bytes of(ByteBuffer encoded, String culprit) {
        if (encoded.hasArray()) {
            int start = encoded.arrayOffset() + encoded.position();
            return new Bytes(encoded.array(), start, start + encoded.remaining(), culprit);
        }
        byte[] copy = new byte[encoded.remaining()];
        encoded.duplicate().get(copy);
        return new Bytes(copy, 0, copy.length, culprit);
    }

    /** The next {@code length} bytes as a cursor of their own; this one moves behind them. */
    Bytes slice(int length) {
        require(length);
        Bytes slice = new Bytes(array, position, position + length, culprit);
        position += length;
        return slice;
    }

    byte[] array() {
        return array;
    }

    /** Where the cursor stands in {@link #array()}. */
    int position() {
        return position;
    }

    /** Where the file ends in {@link #array()}. */
    int end() {
        return end;
    }

    /** Puts the cursor at an index of {@link #array()}. */
    void moveTo(int index) {
        position = index;
    }

    /** Puts the cursor at an offset from the file's start. */
    void seek(long offset) {
        if (offset < 0 || offset > end - start) {
            throw cutShort(offset);
        }
        position = start + (int) offset;
    }

    int remaining() {
        return end - position;
    }

    int size() {
        return end - start;
    }

    int peek(int offset) {
        return array[position + offset] & 0xFF;
    }

    boolean startsWith(int offset, String signature) {
        if (remaining() < offset + signature.length()) {
            return false;
        }
        for (int i = 0; i < signature.length(); i++) {
            if (peek(offset + i) != signature.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void skip(int count) {
        require(count);
        position += count;
    }

    int u8() {
        require(1);
        return array[position++] & 0xFF;
    }

    int u16() {
        require(2);
        position += 2;
        return (array[position - 2] & 0xFF) << 8 | array[position - 1] & 0xFF;
    }

    int i32() {
        return u16() << 16 | u16();
    }

    int littleU16() {
        return Short.reverseBytes((short) u16()) & 0xFFFF;
    }

    int littleI32() {
        return Integer.reverseBytes(i32());
    }

    private void require(int count) {
        if (count < 0 || end - position < count) {
            throw cutShort((long) position - start + count);
        }
    }

    InferenceException cutShort(long wanted) {
        return InferenceException.malformed(culprit, "The " + culprit + " is cut short: it has " + size()
                + " bytes where at least " + wanted + " are needed.");
    }

    InferenceException malformed(String message) {
        return InferenceException.malformed(culprit, "The " + culprit + " is damaged: " + message);
    }

    InferenceException unsupported(String message) {
        return InferenceException.unsupportedMedia(culprit, "The " + culprit + " cannot be read: " + message);
    }

    /**
     * Refuses a file that cannot hold what its header declares, before memory is taken for it.
     *
     * @param needed the fewest bytes that any encoder could have written for so many pixels
     */
    void requireAtLeast(long needed, int width, int height) {
        // Nothing is put into words before it fails: the first concatenation costs a process 20 ms.
        if (remaining() < needed) {
            throw InferenceException.malformed(culprit, "The " + culprit + " is cut short: " + width
                    + " x " + height + " pixels take at least " + needed + " bytes, "
                    + remaining() + " are left.");
        }
    }
}
