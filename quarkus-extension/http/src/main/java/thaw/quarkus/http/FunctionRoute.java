package thaw.quarkus.http;

import java.util.List;

import io.quarkus.runtime.Startup;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import thaw.TriggerKind;
import thaw.TriggerResult.HttpResult;
import thaw.hosting.FunctionSettings;
import thaw.hosting.HostedFunction;
import thaw.hosting.Platform;
import thaw.quarkus.functions.FunctionVariables;
import thaw.telemetry.StructuredLog;

/** The function of the application as the last route of Quarkus' server: what nothing else answers. Thread-safe. */
@Singleton
@Startup
public final class FunctionRoute {

    private static final Platform CONTAINER = new Platform(List.of("HOSTNAME"), List.of("LOG_LEVEL"),
            "models", "none", List.of());
    // Behind the application's own routes, before the server's page of what there is.
    private static final int LAST = 20_000;
    private static final int TOO_LARGE = 413;

    private final HostedFunction function;

    FunctionRoute(Config config) {
        FunctionSettings settings = new FunctionSettings(FunctionVariables.of(config, System.getenv()),
                CONTAINER);
        function = HostedFunction.of(settings).log(StructuredLog.to(System.out, settings.logLevel()))
                .open(TriggerKind.HTTP);
    }

    void addTo(@Observes Router router) {
        router.route().order(LAST)
                .handler(BodyHandler.create(false).setBodyLimit(function.limits().bodyBytes()))
                .blockingHandler(this::answer, false).failureHandler(this::refuse);
    }

    private void answer(RoutingContext context) {
        send(context, function.answer(HttpRequests.trigger(context, function.limits())));
    }

    /** A body that was not read to its end is refused by core, in its own words. */
    private void refuse(RoutingContext context) {
        if (context.statusCode() != TOO_LARGE) {
            context.next();
            return;
        }
        context.response().putHeader("connection", "close");
        send(context, function.answer(HttpRequests.tooLarge(context, function.limits())));
    }

    private static void send(RoutingContext context, HttpResult answer) {
        HttpServerResponse response = context.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        byte[] body = new byte[answer.body().remaining()];
        answer.body().duplicate().get(body);
        response.end(Buffer.buffer(body));
    }

    @PreDestroy
    void close() {
        function.close();
    }
}
