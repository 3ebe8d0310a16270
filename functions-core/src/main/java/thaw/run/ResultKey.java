package thaw.run;

import java.util.Objects;

import thaw.ModelId;

/**
 * What makes a result the same result: the event and the model's version. A sink stores each key once.
 *
 * @param eventId recognises the same item delivered twice
 * @param model   which version answered; a new version answers the same event anew
 */
public record ResultKey(String eventId, ModelId model) {
    public ResultKey {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(model, "model");
    }
}
