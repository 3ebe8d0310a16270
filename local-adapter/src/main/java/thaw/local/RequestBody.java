package thaw.local;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import thaw.InferenceException;

/**
 * One request's body on its way into one array. No thread waits for a slow one: each part calls back. The outcome, bytes or
 * failure, is told once.
 */
final class RequestBody implements Runnable {

    // Room is made for what was declared, but never much more than what came: the length may be a lie.
    private static final int FIRST_ROOM = 64 << 10;

    private static final byte[] NOTHING = {};

    private final Request request;
    private final long limit;
    private final HttpSettings settings;
    private final Consumer<byte[]> whole;
    private final Consumer<InferenceException> broken;
    private final AtomicBoolean told = new AtomicBoolean();
    private byte[] bytes = NOTHING;
    private int count;
    private Scheduler.Task timer;

    RequestBody(Request request, long limit, HttpSettings settings, Consumer<byte[]> whole,
            Consumer<InferenceException> broken) {
        this.request = request;
        this.limit = limit;
        this.settings = settings;
        this.whole = whole;
        this.broken = broken;
    }

    /** Reads what is there, and asks to be called when more is. */
    @Override
    public void run() {
        if (request.getLength() > limit) {
            fail(InferenceException.tooLarge("request body", limit, request.getLength(), "bytes"));
            return;
        }
        while (!told.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                startTimer();
                request.demand(this);
                return;
            }
            accept(chunk);
        }
    }

    private void accept(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            fail(failure(chunk.getFailure()));
            return;
        }
        boolean fits = append(chunk);
        boolean last = chunk.isLast();
        chunk.release();
        if (!fits) {
            fail(InferenceException.tooLarge("request body", limit, "bytes"));
        } else if (last && tell()) {
            whole.accept(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
        }
    }

    private boolean append(Content.Chunk chunk) {
        int more = chunk.remaining();
        if (count + (long) more > limit) {
            return false;
        }
        if (count + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, room(count + more));
        }
        chunk.getByteBuffer().get(bytes, count, more);
        count += more;
        return true;
    }

    private int room(int needed) {
        long declared = request.getLength();
        long grown = Math.max(needed, Math.max(FIRST_ROOM, 2L * bytes.length));
        return (int) Math.min(declared < needed ? Math.min(grown, Integer.MAX_VALUE - 8) : declared, grown);
    }

    private void startTimer() {
        if (timer == null) {
            timer = request.getComponents().getScheduler().schedule(() -> fail(slow()),
                    settings.bodyTime().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private InferenceException slow() {
        return InferenceException.requestTimeout("request body",
                "expected all of it within " + settings.bodyTime().toSeconds() + " s, got a part");
    }

    private InferenceException failure(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return InferenceException.requestTimeout("request body",
                    "expected more of it, got nothing for " + settings.idle().toSeconds() + " s");
        }
        return InferenceException.malformed("request body", "it ended early or its encoding is broken: "
                + cause.getMessage(), cause);
    }

    private void fail(InferenceException failure) {
        if (tell()) {
            broken.accept(failure);
        }
    }

    private boolean tell() {
        if (timer != null) {
            timer.cancel();
        }
        return told.compareAndSet(false, true);
    }
}
