package thaw.http;

import java.util.List;

import thaw.InferenceException;
import thaw.ModelReference;
import thaw.TriggerEvent.HttpTrigger;

/**
 * What a path asks for.
 *
 * @param target what is answered
 * @param model  the name of the model, empty where there is none
 * @param version of the model, empty for the repository's choice
 */
record Route(Target target, String model, String version) {

    /** What can be asked for, and how. */
    enum Target {
        SERVER("GET, HEAD, OPTIONS"), LIVE("GET, HEAD, OPTIONS"), READY("GET, HEAD, OPTIONS"), OPENAPI(
                "GET, HEAD, OPTIONS"), MODEL("GET, HEAD, OPTIONS"), MODEL_READY(
                        "GET, HEAD, OPTIONS"), INFER("POST, OPTIONS"), PREDICT("POST, OPTIONS");

        private final String methods;

        Target(String methods) {
            this.methods = methods;
        }

        /** The methods accepted, as the header Allow lists them. */
        String methods() {
            return methods;
        }

        /** Whether this runs a model on an input. */
        boolean runs() {
            return this == INFER || this == PREDICT;
        }
    }

    private static final int MODEL_SEGMENTS = 3;
    private static final int VERSION_SEGMENTS = 5;

    /**
     * The route of a path, which the trigger has decoded already; decoding twice would let a name pass that is none.
     *
     * @throws InferenceException not found
     */
    static Route of(String path) {
        List<String> segments = List
                .of(path.substring(Math.min(1, path.length())).split("/", VERSION_SEGMENTS + 2));
        if (!segments.get(0).equals("v2")) {
            throw unknown(path);
        }
        if (segments.size() >= MODEL_SEGMENTS && segments.get(1).equals("models")) {
            return ofModel(path, segments);
        }
        return new Route(switch (String.join("/", segments)) {
            case "v2", "v2/" -> Target.SERVER;
            case "v2/health/live" -> Target.LIVE;
            case "v2/health/ready" -> Target.READY;
            case "v2/openapi.json" -> Target.OPENAPI;
            default -> throw unknown(path);
        }, "", "");
    }

    private static Route ofModel(String path, List<String> segments) {
        boolean versioned = segments.size() >= VERSION_SEGMENTS
                && segments.get(MODEL_SEGMENTS).equals("versions");
        int end = versioned ? VERSION_SEGMENTS : MODEL_SEGMENTS;
        String version = versioned ? segments.get(VERSION_SEGMENTS - 1) : "";
        if (segments.get(2).isEmpty() || versioned && version.isEmpty()) {
            throw unknown(path);
        }
        return new Route(switch (String.join("/", segments.subList(end, segments.size()))) {
            case "" -> Target.MODEL;
            case "ready" -> Target.MODEL_READY;
            case "infer" -> Target.INFER;
            case "predict" -> Target.PREDICT;
            default -> throw unknown(path);
        }, segments.get(2), version);
    }

    private static InferenceException unknown(String path) {
        return InferenceException.notFound("path '" + shortened(path) + "'",
                "expected /v2, /v2/health/live, /v2/health/ready, /v2/openapi.json or /v2/models/{model}"
                        + "[/versions/{version}][/ready|/infer|/predict]");
    }

    private static String shortened(String path) {
        return path.length() <= 200 ? path : path.substring(0, 200) + "…";
    }

    /** Refuses a method that the path does not know. */
    Route accepting(HttpTrigger request) {
        if (!List.of(target.methods().split(", ")).contains(request.method())) {
            throw InferenceException.methodNotAllowed(request.method(), request.path(), target.methods());
        }
        return this;
    }

    /** The model asked for. */
    ModelReference reference() {
        return new ModelReference(model, version);
    }
}
