package thaw.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;

import thaw.Limits;
import thaw.http.InferenceEndpoints;
import thaw.local.HttpSettings;
import thaw.local.LocalServer;
import thaw.local.PrometheusTelemetry;
import thaw.model.Loading;

/**
 * What {@code thaw serve} runs, but for one thing: answers are not stored in the database. The servers it is compared with
 * store nothing either.
 */
public final class AnswersOnly {

    private AnswersOnly() {}

    /**
     * Answers until the process is ended.
     *
     * @param words {@code --port 18080}
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        Arguments arguments = new Arguments(words);
        PrometheusTelemetry metrics = new PrometheusTelemetry();
        var catalog = Repositories.builder(Repositories.of("digits"), Limits.ofDefaults()).telemetry(metrics)
                .loading(Loading.EAGER).open();
        InferenceEndpoints endpoints = InferenceEndpoints.serving(catalog).telemetry(metrics).build();
        LocalServer server = LocalServer.with(catalog, Files.createTempDirectory(arguments.work(), "answers"))
                .metrics(metrics)
                .http(HttpSettings.onPort(arguments.number("port", 18_080)), endpoints::handle).start();
        server.closeOnShutdown();
        new CountDownLatch(1).await();
    }
}
