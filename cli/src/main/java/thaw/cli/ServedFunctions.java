package thaw.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import thaw.FunctionDefinition;
import thaw.InferenceException;
import thaw.Limits;
import thaw.Sink;
import thaw.TriggerKind;
import thaw.local.LocalSinks;

/** The functions of the jars, and those that model packages are by themselves. Close it last. */
final class ServedFunctions implements AutoCloseable {

    private final List<FunctionJar> jars = new ArrayList<>();
    private final Limits limits;
    private final List<Sink> sinks;

    private ServedFunctions(Limits limits, List<Sink> sinks) {
        this.limits = limits;
        this.sinks = sinks;
    }

    /**
     * Opens the jars.
     *
     * @param also  where a package's results go beside the database
     * @throws InferenceException invalid model, if a jar is none, or holds no function or several
     */
    static ServedFunctions open(List<Path> jars, Limits limits, List<Sink> also) {
        List<Sink> sinks = new ArrayList<>(List.of(LocalSinks.RESULTS));
        sinks.addAll(also);
        ServedFunctions functions = new ServedFunctions(limits, List.copyOf(sinks));
        try {
            jars.forEach(jar -> functions.jars.add(FunctionJar.open(jar)));
            functions.definitions().forEach(ServedFunctions::requireSink);
            return functions;
        } catch (RuntimeException failure) {
            functions.close();
            throw failure;
        }
    }

    private static void requireSink(FunctionDefinition<?, ?> definition) {
        if (definition.trigger() != TriggerKind.HTTP && definition.sinks().isEmpty()) {
            throw InferenceException.invalidModel(definition.toString(),
                    "expected a sink, found none: its results would be lost");
        }
    }

    /** Those of the jars. */
    List<FunctionDefinition<?, ?>> definitions() {
        List<FunctionDefinition<?, ?>> definitions = new ArrayList<>();
        jars.forEach(jar -> definitions.add(jar.definition()));
        return definitions;
    }

    /** The function that a model's events of that kind go to: a jar's, or else the package alone. */
    FunctionDefinition<?, ?> on(TriggerKind trigger, String model) {
        String name = model.replaceFirst("@.*", "");
        Optional<FunctionDefinition<?, ?>> own = definitions().stream()
                .filter(definition -> definition.trigger() == trigger
                        && definition.model().name().equals(name))
                .findFirst();
        return own.orElseGet(() -> packageAlone(trigger, name, model));
    }

    private FunctionDefinition<?, ?> packageAlone(TriggerKind trigger, String name, String model) {
        var definition = FunctionDefinition.on(trigger, name).model(model).limits(limits);
        sinks.forEach(definition::sink);
        return definition.build();
    }

    @Override
    public void close() {
        jars.forEach(FunctionJar::close);
    }
}
