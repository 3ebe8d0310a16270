package thaw.local;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.function.Function;

import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import thaw.InferenceException;
import thaw.Limits;
import thaw.TriggerEvent.HttpTrigger;
import thaw.TriggerResult.HttpResult;

/** Jetty, set up for small answers and hostile callers. Thread-safe. */
final class JettyServer implements AutoCloseable {

    // For accepting, selecting, the page and the metrics while all others wait for a model run.
    private static final int SPARE_THREADS = 16;

    private final HttpSettings settings;
    private final Server server;
    private final ServerConnector connector;

    JettyServer(HttpSettings settings, Limits limits, Function<HttpTrigger, HttpResult> answers) {
        this.settings = settings;
        // As many threads as may run or wait in the queue: one request more is refused with 429, not left unread.
        QueuedThreadPool threads = new QueuedThreadPool(limits.concurrency() + limits.queue() + SPARE_THREADS,
                4);
        threads.setName("http");
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration(settings)));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idle().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.connections(), connector));
        server.setHandler(new GracefulHandler(new RequestHandler(answers, limits, settings)));
        server.setErrorHandler(new JsonErrors());
        server.setStopTimeout(settings.grace().toMillis());
    }

    private static HttpConfiguration configuration(HttpSettings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(settings.headerBytes());
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.RFC7230);
        return http;
    }

    /**
     * Binds and answers.
     *
     * @throws InferenceException unavailable, if the port is taken or the address is not this machine's
     */
    void start() {
        try {
            server.start();
        } catch (Exception failure) {
            throw InferenceException.unavailable("address " + settings.host() + ":" + settings.port(),
                    "cannot listen there: " + failure.getMessage(), failure);
        }
    }

    /** Where it answers, with the port really bound. */
    URI uri() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + connector.getLocalPort() + "/");
    }

    static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Accepts no more, and waits for what runs, within the grace time. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception late) {
            throw InferenceException.unavailable("HTTP server", "requests were cut off: " + late.getMessage(),
                    late);
        }
    }
}
