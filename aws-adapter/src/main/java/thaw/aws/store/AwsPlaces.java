package thaw.aws.store;

import java.util.List;

import thaw.InferenceException;
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
                        having("dynamodb", "DynamoDbClient",
                                (table, function) -> new DynamoDbTable(clients, table, function))),
                new PlaceKind("s3", "s3://<bucket>/<prefix>", OBJECTS,
                        (place, function) -> new S3Folder(clients, place)),
                new PlaceKind("kinesis", "kinesis:<stream>", MESSAGES,
                        having("kinesis", "KinesisClient",
                                (stream, function) -> new EntryWriter(new KinesisSender(clients, stream)))),
                new PlaceKind("sqs", "sqs:<queue url>", MESSAGES,
                        (url, function) -> new EntryWriter(new SqsSender(clients, url))),
                new PlaceKind("sns", "sns:<topic arn>", MESSAGES,
                        having("sns", "SnsClient",
                                (topic, function) -> new EntryWriter(new SnsSender(clients, topic)))),
                new PlaceKind("eventbridge", "eventbridge:<bus>", MESSAGES,
                        having("eventbridge", "EventBridgeClient", (bus, function) -> new EntryWriter(
                                new EventBridgeSender(clients, bus, function)))));
    }

    // A package has the clients alone that it was told of. One that lacks is told at start, not at the first result.
    private static PlaceKind.Opener having(String service, String client, PlaceKind.Opener opener) {
        return (place, function) -> {
            String type = "/software/amazon/awssdk/services/" + service + "/" + client + ".class";
            if (AwsPlaces.class.getResource(type) == null) {
                throw InferenceException.unsupported(service + ":" + place,
                        "the client of " + service + " is not in this package; package it with --sink "
                                + service);
            }
            return opener.open(place, function);
        };
    }
}
