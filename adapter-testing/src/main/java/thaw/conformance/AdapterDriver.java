package thaw.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One function on one platform, driven by a test: how an expectation becomes that platform's event, and its answer is
 * read back. Everything below it is real but the cloud's endpoints.
 */
public interface AdapterDriver extends AutoCloseable {

    /**
     * A request.
     *
     * @param method  in upper case
     * @param path    with a slash in front, decoded
     * @param headers by name
     * @param body    empty for none
     */
    record Call(String method, String path, Map<String, String> headers, byte[] body) {}

    /**
     * An answer.
     *
     * @param status  of HTTP
     * @param headers names in lower case
     * @param body    as the client receives it
     */
    record Reply(int status, Map<String, String> headers, byte[] body) {}

    /**
     * An object to put into the store.
     *
     * @param key   its name, as a person writes it
     * @param bytes its content
     */
    record Upload(String key, byte[] bytes) {}

    /**
     * A record to put on the stream.
     *
     * @param id   the same for the same record delivered twice
     * @param key  of which the order is kept
     * @param body a JSON object
     */
    record Message(String id, String key, String body) {}

    /** What comes again when one record of several failed. */
    enum Redelivery {
        /** That record alone. */
        ITEM,
        /** That record and those behind it of its key. */
        KEY,
        /** That record and all behind it. */
        CHECKPOINT,
        /** Every record of the event. */
        WHOLE
    }

    /** What a platform may lack by its nature, so that a test of it would prove nothing. */
    enum Lack {
        /** Records have no key whose order is kept. */
        ORDER,
        /** An event that tells of an object and the object are one: the first cannot be there without the second. */
        EVENTS_WITHOUT_OBJECTS
    }

    /** What the source of records promises; exactly that is asked for. */
    Redelivery redelivery();

    /** What the platform lacks: nothing, unless it says so. */
    default Set<Lack> lacks() {
        return Set.of();
    }

    /** How the event id of that record's result ends, and no other's does: the message's id, unless the platform makes one. */
    default String eventId(Message message) {
        return message.id();
    }

    /** Sends a request and waits for its answer. */
    Reply call(Call call) throws Exception;

    /** Puts objects into the store, without telling the function. */
    void put(List<Upload> uploads) throws Exception;

    /** Removes an object from the store. */
    void remove(String key) throws Exception;

    /**
     * Tells the function of objects, all in one event if the platform can; the objects need not be there.
     *
     * @return the indexes of those that the platform would deliver again
     */
    Set<Integer> announce(List<Upload> uploads) throws Exception;

    /**
     * Delivers records, all in one event if the platform can.
     *
     * @return the indexes of those that the platform would deliver again
     */
    Set<Integer> deliver(List<Message> messages) throws Exception;

    /** The results stored so far, in the order in which they were stored: the fields that every sink writes. */
    List<Map<String, Object>> results() throws Exception;

    /** What was set aside so far, in the same form. */
    List<Map<String, Object>> poison() throws Exception;

    /** Lets every sink refuse what comes, or take it again. */
    void breakSinks(boolean broken) throws Exception;

    /** Lets every sink refuse the result of that record, until {@code breakSinks(false)}. */
    void refuse(Message message) throws Exception;

    @Override
    void close();
}
