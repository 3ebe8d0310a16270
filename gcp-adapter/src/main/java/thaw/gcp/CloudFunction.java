package thaw.gcp;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.cloudevents.CloudEvent;
import thaw.InferenceException;
import thaw.gcp.event.CloudEventMessage;

/**
 * The entry to every function, whatever calls it: {@code --target thaw.gcp.CloudFunction}. As an {@code HttpFunction} it
 * sees requests, CloudEvents and pushes of Pub/Sub alike, and its status tells whether an event is done. As a
 * {@code CloudEventsFunction} it can be deployed where that signature is prescribed. Thread-safe.
 */
public final class CloudFunction implements HttpFunction, CloudEventsFunction {

    private final GoogleFunction function;

    /**
     * Loads and primes the model, before the port is open.
     *
     * @throws InferenceException if a setting, the model or a sink is wrong; the container then does not start
     */
    public CloudFunction() {
        this(System.getenv());
    }

    /** The same with settings that a framework has. */
    public CloudFunction(Map<String, String> environment) {
        this(GoogleFunction.initialise(environment));
    }

    CloudFunction(GoogleFunction function) {
        this.function = function;
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        RequestStream body = new RequestStream(request);
        HttpAnswer.write(function.answer(HttpRequests.trigger(request, body)), response);
        if (body.leftUnread()) {
            // First the answer: a client that announced more than it sends waits for it, and so would the rest here.
            response.getOutputStream().flush();
            body.discard();
        }
    }

    /**
     * Takes an event that the framework has read.
     *
     * @throws InferenceException if it is not done and must come again; the framework then answers 500
     */
    @Override
    public void accept(CloudEvent event) {
        Map<String, String> attributes = new LinkedHashMap<>();
        event.getAttributeNames()
                .forEach(name -> attributes.put(name, String.valueOf(event.getAttribute(name))));
        event.getExtensionNames()
                .forEach(name -> attributes.put(name, String.valueOf(event.getExtension(name))));
        byte[] data = event.getData() == null ? new byte[0] : event.getData().toBytes();
        function.accept(new CloudEventMessage(event.getId(), event.getSource().toString(), event.getType(),
                attributes.getOrDefault("datacontenttype", ""), attributes, data));
    }
}
