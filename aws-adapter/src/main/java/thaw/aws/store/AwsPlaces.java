package thaw.aws.store;

import java.util.List;

import thaw.hosting.EntryWriter;
import thaw.hosting.PlaceKind;

import static thaw.hosting.PlaceKind.Holds.MESSAGES;
import static thaw.hosting.PlaceKind.Holds.OBJECTS;
import static thaw.hosting.PlaceKind.Holds.ROWS;

/** The services of AWS that take results. Nothing is connected before the first result. */
public final class AwsPlaces {

    private AwsPlaces() {}

    /** All of them, reached by these clients. */
    public static List<PlaceKind> reachedBy(AwsClients clients) {
        return List.of(
                new PlaceKind("dynamodb", "dynamodb:<table>", ROWS,
                        (table, function) -> new DynamoDbTable(clients, table, function)),
                new PlaceKind("s3", "s3://<bucket>/<prefix>", OBJECTS,
                        (place, function) -> new S3Folder(clients, place)),
                new PlaceKind("kinesis", "kinesis:<stream>", MESSAGES,
                        (stream, function) -> new EntryWriter(new KinesisSender(clients, stream))),
                new PlaceKind("sqs", "sqs:<queue url>", MESSAGES,
                        (url, function) -> new EntryWriter(new SqsSender(clients, url))),
                new PlaceKind("sns", "sns:<topic arn>", MESSAGES,
                        (topic, function) -> new EntryWriter(new SnsSender(clients, topic))),
                new PlaceKind("eventbridge", "eventbridge:<bus>", MESSAGES,
                        (bus, function) -> new EntryWriter(new EventBridgeSender(clients, bus, function))));
    }
}
