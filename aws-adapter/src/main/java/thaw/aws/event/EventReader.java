package thaw.aws.event;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import thaw.InferenceException;
import thaw.TriggerKind;
import thaw.json.Json;
import thaw.json.JsonObject;

/** Reads the events of one kind of trigger. Thread-safe. */
public final class EventReader {

    // A DynamoDB value may nest 32 levels, each written as two, with a list's own in between.
    private static final int DEPTH = 128;
    private static final JsonFactory FACTORY = Json.factory(DEPTH);

    private final TriggerKind trigger;
    private final BlobSource objects;

    /** A reader whose events refer to objects of that store. */
    public EventReader(TriggerKind trigger, BlobSource objects) {
        this.trigger = Objects.requireNonNull(trigger, "trigger");
        this.objects = Objects.requireNonNull(objects, "objects");
    }

    /**
     * The event that a document describes. One record of many that is broken does not throw: its payload does, when the
     * function reads it, so that it alone is set aside.
     *
     * @throws InferenceException malformed, if it is not JSON or from no source of this kind of trigger
     */
    public AwsEvent read(InputStream document, Invocation invocation) throws IOException {
        JsonObject event = JsonObject.of(tree(document), "event");
        return switch (trigger) {
            case HTTP -> HttpEvents.read(event, invocation);
            case BLOB -> new BlobEvents(objects).read(event, invocation);
            case STREAM -> StreamEvents.read(event, invocation);
        };
    }

    static Object tree(InputStream document) throws IOException {
        try (JsonParser parser = FACTORY.createParser(document)) {
            return one(parser);
        } catch (JsonProcessingException invalid) {
            throw Json.malformed("event", invalid);
        }
    }

    private static Object one(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw InferenceException.malformed("event", "expected JSON, got nothing");
        }
        return Json.value(parser);
    }

    /** The object in a text that a message carries. */
    static JsonObject nested(String text, String culprit) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return JsonObject.of(one(parser), culprit);
        } catch (JsonProcessingException invalid) {
            throw Json.malformed(culprit, invalid);
        } catch (IOException impossible) {
            throw InferenceException.internal(culprit, "cannot be read from memory", impossible);
        }
    }
}
