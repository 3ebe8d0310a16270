package thaw.hosting;

import java.util.List;
import java.util.Objects;

/**
 * What a cloud presets for every function. Immutable.
 *
 * @param nameVariables  where the function's name is, if {@code THAW_FUNCTION} does not say it
 * @param levelVariables where the log level is, if {@code THAW_LOG_LEVEL} does not say it
 * @param models         the folder of the models inside a package or an image
 * @param store          the scheme of models in object storage: {@code s3}
 * @param places         the kinds of places for results
 */
public record Platform(List<String> nameVariables, List<String> levelVariables, String models, String store,
        List<PlaceKind> places) {
    public Platform {
        nameVariables = List.copyOf(nameVariables);
        levelVariables = List.copyOf(levelVariables);
        Objects.requireNonNull(models, "models");
        Objects.requireNonNull(store, "store");
        places = List.copyOf(places);
    }
}
