package thaw.quarkus.runtime;

import java.util.Set;

import thaw.Deadline;
import thaw.InferenceException;
import thaw.Model;
import thaw.ModelId;
import thaw.ModelReference;
import thaw.ModelSignature;
import thaw.Models;
import thaw.Tensors;

/**
 * A model as it is injected: whichever version the repository chooses for a call, loaded by then. Thread-safe. Closing it
 * does nothing, for the application has it to its end.
 */
final class HostedModel implements Model {

    private final HostedModels models;
    private final ModelReference reference;

    HostedModel(HostedModels models, String name) {
        this.models = models;
        this.reference = ModelReference.to(name);
    }

    private Models.Lease lease() {
        return models.models().lease(reference);
    }

    @Override
    public ModelId id() {
        try (Models.Lease lease = lease()) {
            return lease.loaded().model().id();
        }
    }

    @Override
    public ModelSignature signature() {
        try (Models.Lease lease = lease()) {
            return lease.loaded().model().signature();
        }
    }

    @Override
    public Tensors infer(Tensors inputs, Set<String> outputs, Deadline deadline) {
        long start = System.nanoTime();
        InferenceException.Kind failure = null;
        try (Models.Lease lease = lease()) {
            return run(lease.loaded().model(), inputs, outputs, deadline);
        } catch (InferenceException known) {
            failure = known.kind();
            throw known;
        } catch (RuntimeException | Error defect) {
            failure = InferenceException.Kind.INTERNAL;
            throw defect;
        } finally {
            models.telemetry().called(reference.name(), failure, System.nanoTime() - start);
        }
    }

    private Tensors run(Model model, Tensors inputs, Set<String> outputs, Deadline deadline) {
        long start = System.nanoTime();
        Tensors found = model.infer(inputs, outputs, deadline);
        models.telemetry().modelRun(model.id(), rows(model.signature(), inputs), System.nanoTime() - start);
        return found;
    }

    private static long rows(ModelSignature signature, Tensors inputs) {
        return signature.batchable() ? inputs.iterator().next().shape().dimension(0) : 1;
    }

    @Override
    public void close() {
        // The application's to its end.
    }
}
