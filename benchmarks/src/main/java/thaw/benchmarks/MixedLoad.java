package thaw.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that send mixed requests one after the other until told to stop. */
final class MixedLoad implements AutoCloseable {

    private final List<MixedRequests.Asked> requests;
    private final List<Thread> clients = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final Map<String, AtomicLong> wrong = new ConcurrentSkipListMap<>();
    private volatile boolean stopped;

    MixedLoad(List<MixedRequests.Asked> requests, int clients) {
        this.requests = requests;
        for (int i = 0; i < clients; i++) {
            this.clients.add(new Thread(this::send, "client-" + i));
        }
        this.clients.forEach(Thread::start);
    }

    private void send() {
        while (!stopped) {
            MixedRequests.Asked asked = requests.get((int) (next.getAndIncrement() % requests.size()));
            try {
                HttpResponse<byte[]> answer = http.send(asked.request(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != asked.status()) {
                    wrong(asked.kind() + ": expected " + asked.status() + ", got " + answer.statusCode() + " "
                            + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
                }
                answered.incrementAndGet();
            } catch (IOException failure) {
                wrong(asked.kind() + ": " + failure);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void wrong(String what) {
        wrong.computeIfAbsent(what.lines().findFirst().orElse(""), first -> new AtomicLong())
                .incrementAndGet();
    }

    long answered() {
        return answered.get();
    }

    /** What was not answered as it deserves, and how often. */
    Map<String, AtomicLong> wrong() {
        return wrong;
    }

    /** Lets the requests under way end. */
    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
