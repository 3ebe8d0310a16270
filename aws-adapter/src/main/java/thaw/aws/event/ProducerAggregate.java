package thaw.aws.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import thaw.InferenceException;

/**
 * The Kinesis Producer Library's aggregate: four magic bytes, a protobuf message, and the message's MD5. The message holds
 * a table of partition keys (field 1) and the user records (field 3), each with an index into it (1) and its data (3).
 */
final class ProducerAggregate {

    /**
     * What a producer put.
     *
     * @param partitionKey as it gave it
     * @param data         its bytes
     */
    record UserRecord(String partitionKey, byte[] data) {}

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int MD5_BYTES = 16;
    private static final int KEY_TABLE = 1;
    private static final int RECORD = 3;
    private static final int KEY_INDEX = 1;
    private static final int DATA = 3;

    private record Indexed(int key, byte[] data) {}

    private final List<String> keys = new ArrayList<>();
    private final List<Indexed> records = new ArrayList<>();

    private ProducerAggregate() {}

    /**
     * The user records; empty if these bytes are a record of their own.
     *
     * @throws InferenceException malformed, if an aggregate is damaged
     */
    static Optional<List<UserRecord>> read(byte[] data, String culprit) {
        if (data.length < MAGIC.length + MD5_BYTES || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0,
                MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer message = ByteBuffer.wrap(data, MAGIC.length, data.length - MAGIC.length - MD5_BYTES)
                .slice();
        if (!ByteBuffer.wrap(data, data.length - MD5_BYTES, MD5_BYTES)
                .equals(ByteBuffer.wrap(md5(message.duplicate())))) {
            throw InferenceException.malformed(culprit,
                    "expected an aggregate of the Kinesis Producer Library with its MD5, got another MD5");
        }
        try {
            ProducerAggregate aggregate = new ProducerAggregate();
            aggregate.readMessage(new ProtobufFields(message));
            return Optional.of(aggregate.userRecords());
        } catch (RuntimeException broken) {
            throw InferenceException.malformed(culprit,
                    "expected an aggregate of the Kinesis Producer Library: " + broken.getMessage(), broken);
        }
    }

    private void readMessage(ProtobufFields fields) {
        while (fields.next()) {
            if (fields.number() == KEY_TABLE) {
                keys.add(new String(fields.bytes(), StandardCharsets.UTF_8));
            } else if (fields.number() == RECORD) {
                records.add(readRecord(new ProtobufFields(ByteBuffer.wrap(fields.bytes()))));
            } else {
                fields.skip();
            }
        }
    }

    private static Indexed readRecord(ProtobufFields fields) {
        int key = 0;
        byte[] data = {};
        while (fields.next()) {
            if (fields.number() == KEY_INDEX) {
                key = Math.toIntExact(fields.varint());
            } else if (fields.number() == DATA) {
                data = fields.bytes();
            } else {
                fields.skip();
            }
        }
        return new Indexed(key, data);
    }

    private List<UserRecord> userRecords() {
        List<UserRecord> users = new ArrayList<>(records.size());
        for (Indexed record : records) {
            users.add(new UserRecord(keys.get(record.key()), record.data()));
        }
        return users;
    }

    private static byte[] md5(ByteBuffer message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(message);
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has MD5", impossible);
        }
    }
}
