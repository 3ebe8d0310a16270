package thaw.azure.event;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * The bytes of a request's body as the host sent them. The library's type has room for a text or for bytes, not for
 * whichever it is, and the worker makes a text out of bytes that may be none: so they are taken from the message behind the
 * worker's own request.
 */
final class RawBody {

    private RawBody() {}

    /** The bytes, if the request is the worker's and its host sent bytes. */
    static Optional<byte[]> of(Object request) {
        try {
            Object http = field(field(request, "parentDataSource"), "httpPayload");
            Object data = call(http, "getBody");
            return String.valueOf(call(data, "getDataCase")).equals("BYTES")
                    ? Optional.of((byte[]) call(call(data, "getBytes"), "toByteArray"))
                    : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException anotherWorker) {
            return Optional.empty();
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static Object call(Object owner, String name) throws ReflectiveOperationException {
        Method method = owner.getClass().getMethod(name);
        method.setAccessible(true);
        return method.invoke(owner);
    }
}
