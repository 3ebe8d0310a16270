package thaw.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * CRC-32C for where {@link CRC32C} is no instruction of the processor but the loop that its source is: in a native
 * executable, where that takes longer than the load of the model. Three parts of each buffer are summed in turn, so that
 * one look-up need not wait for another, and are put together. Not thread-safe.
 */
final class InterleavedCrc32c implements Checksum {

    // Of GraalVM: set in a native executable alone.
    private static final String EXECUTABLE = "org.graalvm.nativeimage.imagecode";
    // Castagnoli's polynomial, its bits reversed.
    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int BITS = Integer.SIZE;
    private static final int LEAST = 1024;
    private static final int BYTES = 256;
    /** What a byte becomes, for each number of bytes that follow: eight tables, one behind the other. */
    private static final int[] TABLE = table();

    private int state = -1;
    private int shifted;
    private int[] shift = {};

    /** The fastest there is here. */
    static Checksum fastest() {
        return System.getProperty(EXECUTABLE) == null ? new CRC32C() : new InterleavedCrc32c();
    }

    private static int[] table() {
        int[] table = new int[Long.BYTES * BYTES];
        for (int i = 0; i < BYTES; i++) {
            int rest = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                rest = (rest >>> 1) ^ (POLYNOMIAL & -(rest & 1));
            }
            table[i] = rest;
        }
        for (int i = BYTES; i < table.length; i++) {
            table[i] = step(table[i - BYTES], table);
        }
        return table;
    }

    private static int step(int state, int[] table) {
        return (state >>> Byte.SIZE) ^ table[state & 0xff];
    }

    @Override
    public void update(ByteBuffer buffer) {
        ByteBuffer bytes = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int part = bytes.remaining() / 3 & -Long.BYTES;
        if (part >= LEAST) {
            updateParts(bytes, part);
            bytes.position(bytes.position() + 3 * part);
        }
        while (bytes.hasRemaining()) {
            update(bytes.get());
        }
        buffer.position(buffer.limit());
    }

    private void updateParts(ByteBuffer bytes, int part) {
        int first = state;
        int second = 0;
        int third = 0;
        int from = bytes.position();
        for (int at = from; at < from + part; at += Long.BYTES) {
            first = eight(bytes.getLong(at) ^ Integer.toUnsignedLong(first));
            second = eight(bytes.getLong(at + part) ^ Integer.toUnsignedLong(second));
            third = eight(bytes.getLong(at + 2 * part) ^ Integer.toUnsignedLong(third));
        }
        state = behind(behind(first, part) ^ second, part) ^ third;
    }

    private static int eight(long bytes) {
        int low = (int) bytes;
        int high = (int) (bytes >>> Integer.SIZE);
        return TABLE[7 * BYTES + (low & 0xff)] ^ TABLE[6 * BYTES + (low >>> 8 & 0xff)]
                ^ TABLE[5 * BYTES + (low >>> 16 & 0xff)] ^ TABLE[4 * BYTES + (low >>> 24)]
                ^ TABLE[3 * BYTES + (high & 0xff)] ^ TABLE[2 * BYTES + (high >>> 8 & 0xff)]
                ^ TABLE[BYTES + (high >>> 16 & 0xff)] ^ TABLE[high >>> 24];
    }

    /** What a state becomes by so many zeros: a linear map, made once for each length. */
    private int behind(int before, int zeros) {
        if (zeros != shifted) {
            shift = power(zeros);
            shifted = zeros;
        }
        return applied(shift, before);
    }

    private static int[] power(int zeros) {
        int[] square = new int[BITS];
        int[] power = new int[BITS];
        for (int bit = 0; bit < BITS; bit++) {
            square[bit] = step(1 << bit, TABLE);
            power[bit] = 1 << bit;
        }
        for (int left = zeros; left > 0; left >>= 1) {
            power = (left & 1) == 1 ? product(square, power) : power;
            square = product(square, square);
        }
        return power;
    }

    private static int[] product(int[] after, int[] before) {
        int[] product = new int[BITS];
        for (int bit = 0; bit < BITS; bit++) {
            product[bit] = applied(after, before[bit]);
        }
        return product;
    }

    private static int applied(int[] map, int bits) {
        int sum = 0;
        for (int left = bits; left != 0; left &= left - 1) {
            sum ^= map[Integer.numberOfTrailingZeros(left)];
        }
        return sum;
    }

    @Override
    public void update(int oneByte) {
        state = step(state ^ oneByte & 0xff, TABLE);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        update(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public long getValue() {
        return Integer.toUnsignedLong(~state);
    }

    @Override
    public void reset() {
        state = -1;
    }
}
