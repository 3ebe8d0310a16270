package thaw.hosting;

import java.util.Map;
import java.util.Optional;

import thaw.FunctionDefinition;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.Models;
import thaw.TriggerKind;
import thaw.model.Manifest;
import thaw.model.ModelPackage;
import thaw.model.ModelRepository;
import thaw.model.SideBySide;
import thaw.telemetry.StructuredLog;

/**
 * When a function on requests is rehearsed: beside the load of its model, if the manifest tells the signature before
 * that, or after it. A rehearsal that fails costs the first request some time, and nothing else. For one start.
 */
final class Rehearsals {

    private final FunctionDefinition<?, ?> definition;
    private final Runnable adapter;
    private final StructuredLog log;
    private final Optional<ModelId> id;
    private final ModelRepository repository;
    private final SideBySide<Boolean> early;

    private Rehearsals(FunctionDefinition<?, ?> definition, ModelRepository repository, Runnable adapter,
            StructuredLog log) {
        this.adapter = adapter;
        this.definition = definition;
        this.log = log;
        this.repository = repository;
        this.id = definition.trigger() == TriggerKind.HTTP
                ? Optional.of(new ModelId(definition.model().name(),
                        repository.choices(definition.model()).get(0)))
                : Optional.empty();
        this.early = SideBySide.start("thaw-rehearsal", this::beforeLoad);
    }

    static Rehearsals begin(FunctionDefinition<?, ?> definition, ModelRepository repository,
            Runnable adapter, StructuredLog log) {
        return new Rehearsals(definition, repository, adapter, log);
    }

    /** Waits for what has begun, and does what could not begin before the models were loaded. */
    void end(Models loaded) {
        if (!early.join() && id.isPresent()) {
            tried(() -> afterLoad(id.get(), loaded));
        }
    }

    /** Whether the endpoints are rehearsed. */
    private boolean beforeLoad() {
        tried(() -> {
            adapter.run();
            return true;
        });
        return id.isPresent() && tried(() -> beforeLoad(id.get()));
    }

    private boolean beforeLoad(ModelId model) {
        ModelPackage source = repository.locate(model);
        Optional<Manifest> manifest = source.manifest();
        manifest.ifPresent(promise -> Rehearsal
                .of(definition, model, source, promise.signature(), promise.labels()).run());
        return manifest.isPresent();
    }

    private boolean afterLoad(ModelId model, Models loaded) {
        try (Models.Lease lease = loaded.lease(new ModelReference(model.name(), model.version()))) {
            Rehearsal.of(definition, model, repository.locate(model), lease.loaded().model().signature(),
                    lease.loaded().labels()).run();
            return true;
        }
    }

    private interface Attempt {
        boolean run();
    }

    private boolean tried(Attempt attempt) {
        try {
            return attempt.run();
        } catch (RuntimeException failure) {
            log.log(StructuredLog.Level.DEBUG, "function could not be rehearsed",
                    Map.of("reason", String.valueOf(failure.getMessage())));
            return false;
        }
    }
}
