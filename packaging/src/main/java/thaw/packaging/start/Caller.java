package thaw.packaging.start;

import java.io.IOException;
import java.time.Duration;

/** Brings requests to an artefact as its platform does. */
interface Caller extends AutoCloseable {

    /** The variable that tells the artefact where. */
    String variable();

    /** The value of {@link #variable()}. */
    String place();

    /** Sends a request, as soon as the artefact takes one. */
    void send(byte[] request);

    /** The next answer; null if there is none within that time. */
    Answer await(Duration most) throws InterruptedException;

    @Override
    void close();

    /** The caller for that protocol. */
    static Caller by(StartCommand.Protocol protocol) throws IOException {
        return switch (protocol) {
            case LAMBDA -> new LambdaCaller();
            case HTTP -> new HttpCaller();
        };
    }
}
