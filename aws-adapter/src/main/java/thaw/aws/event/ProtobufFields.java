package thaw.aws.event;

import java.nio.ByteBuffer;

/** The fields of one protobuf message, one after the other. Not thread-safe. */
final class ProtobufFields {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int TYPE_BITS = 3;

    private final ByteBuffer message;
    private int tag;

    ProtobufFields(ByteBuffer message) {
        this.message = message;
    }

    /** Goes to the next field; false at the end. */
    boolean next() {
        if (!message.hasRemaining()) {
            return false;
        }
        tag = (int) rawVarint();
        return true;
    }

    int number() {
        return tag >>> TYPE_BITS;
    }

    private int type() {
        return tag & (1 << TYPE_BITS) - 1;
    }

    long varint() {
        require(VARINT);
        return rawVarint();
    }

    byte[] bytes() {
        require(LENGTH_DELIMITED);
        byte[] bytes = new byte[length()];
        message.get(bytes);
        return bytes;
    }

    void skip() {
        switch (type()) {
            case VARINT -> rawVarint();
            case FIXED64 -> message.position(message.position() + Long.BYTES);
            case LENGTH_DELIMITED -> {
                int length = length();
                message.position(message.position() + length);
            }
            case FIXED32 -> message.position(message.position() + Integer.BYTES);
            default ->
                throw new IllegalArgumentException("field " + number() + " has the wire type " + type());
        }
    }

    private int length() {
        long length = rawVarint();
        if (length < 0 || length > message.remaining()) {
            throw new IllegalArgumentException("field " + number() + " has " + length + " bytes, "
                    + message.remaining() + " are left");
        }
        return (int) length;
    }

    private void require(int type) {
        if (type() != type) {
            throw new IllegalArgumentException(
                    "field " + number() + " has the wire type " + type() + ", not " + type);
        }
    }

    private long rawVarint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE - 1) {
            if (!message.hasRemaining()) {
                throw new IllegalArgumentException("the message ends within a number");
            }
            byte part = message.get();
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has more than 64 bits");
    }
}
