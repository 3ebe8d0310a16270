package thaw.aws.event;

import thaw.InferenceException;
import thaw.Payload;
import thaw.TriggerItem;
import thaw.hosting.BrokenItem;
import thaw.json.Json;
import thaw.json.JsonObject;

/** An event of EventBridge: its detail is the payload. */
final class BusEvent {

    private BusEvent() {}

    static TriggerItem item(JsonObject event) {
        String id = event.string("id");
        String eventId = event.string("source", "event") + "/" + id;
        try {
            if (!event.has("detail")) {
                throw InferenceException.mismatch(event.at("detail"), "an object", "nothing");
            }
            return new TriggerItem(id, eventId, "", "eventbridge:" + eventId,
                    Payload.of(Json.bytes(event.get("detail")), "application/json"));
        } catch (InferenceException broken) {
            return BrokenItem.of(id, eventId, event.string("detail-type", ""), broken);
        }
    }
}
