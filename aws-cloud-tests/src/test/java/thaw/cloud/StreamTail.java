package thaw.cloud;

import java.util.ArrayList;
import java.util.List;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import thaw.json.JsonObject;

/** Reads a stream from its beginning, shard by shard. Not thread-safe. */
final class StreamTail {

    private final KinesisClient kinesis;
    private final List<String> iterators = new ArrayList<>();

    StreamTail(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        kinesis.listShards(list -> list.streamName(stream)).shards().forEach(shard -> iterators.add(kinesis
                .getShardIterator(at -> at.streamName(stream).shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator()));
    }

    /** What has come since the last call, in the order of each shard. */
    List<JsonObject> next() {
        List<JsonObject> records = new ArrayList<>();
        for (int i = 0; i < iterators.size(); i++) {
            String iterator = iterators.get(i);
            GetRecordsResponse read = kinesis.getRecords(get -> get.shardIterator(iterator));
            read.records()
                    .forEach(record -> records.add(JsonObject.parse(record.data().asByteArray(), "record")));
            iterators.set(i, read.nextShardIterator());
        }
        return records;
    }
}
