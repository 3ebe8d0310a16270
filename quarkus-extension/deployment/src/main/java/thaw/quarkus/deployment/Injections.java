package thaw.quarkus.deployment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Named;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;
import thaw.Model;
import thaw.Models;
import thaw.Predictor;
import thaw.quarkus.ModelName;

/** Where an application asks for models and predictors. */
final class Injections {

    private static final DotName MODEL = DotName.createSimple(Model.class);
    private static final DotName PREDICTOR = DotName.createSimple(Predictor.class);
    private static final List<DotName> QUALIFIERS = List.of(DotName.createSimple(ModelName.class),
            DotName.createSimple(Named.class));

    private static final Set<DotName> ALL = Set.of(MODEL, PREDICTOR, DotName.createSimple(Models.class));
    // What the Dev UI asks for does not count.
    private static final String OWN = "thaw.quarkus.runtime.";

    private final List<InjectionPointInfo> points = new ArrayList<>();
    private boolean any;

    Injections(Collection<InjectionPointInfo> all) {
        for (InjectionPointInfo point : all) {
            DotName type = point.getRequiredType().name();
            if (type.equals(MODEL) || type.equals(PREDICTOR)) {
                points.add(point);
            }
            any |= !point.getTargetInfo().startsWith(OWN) && asks(point.getRequiredType());
        }
    }

    /** Directly, or through what hands it out later, such as {@code Instance}. */
    private static boolean asks(Type type) {
        return ALL.contains(type.name()) || type.kind() == Type.Kind.PARAMETERIZED_TYPE
                && type.asParameterizedType().arguments().stream().anyMatch(Injections::asks);
    }

    /** Whether the application asks for any of the models. */
    boolean any() {
        return any;
    }

    /**
     * Checks that each asks for a model that there is.
     *
     * @throws ConfigurationException naming the place, and the models that there are
     */
    void require(Optional<ModelsBuildItem> models, String nothing) {
        for (InjectionPointInfo point : points) {
            if (models.isEmpty()) {
                throw new ConfigurationException(point.getTargetInfo() + " has no model: " + nothing);
            }
            name(point).filter(name -> !models.get().names().contains(name)).ifPresent(name -> {
                throw new ConfigurationException(point.getTargetInfo() + " asks for the model '" + name
                        + "': expected one of " + models.get().names());
            });
            if (name(point).isEmpty() && models.get().standard().isEmpty() && point.hasDefaultedQualifier()) {
                throw new ConfigurationException(
                        point.getTargetInfo() + " names no model: expected @ModelName with one of "
                                + models.get().names());
            }
        }
    }

    /** The types of predictors that are asked for, each once, by what is named of them. */
    Map<String, Type> predictors() {
        Map<String, Type> types = new LinkedHashMap<>();
        for (InjectionPointInfo point : points) {
            if (point.getRequiredType().name().equals(PREDICTOR)) {
                types.putIfAbsent(point.getRequiredType().toString(), point.getRequiredType());
            }
        }
        return types;
    }

    private static Optional<String> name(InjectionPointInfo point) {
        return QUALIFIERS.stream().map(point::getRequiredQualifier)
                .filter(found -> found != null && found.value() != null)
                .map(AnnotationInstance::value).map(value -> value.asString()).findFirst();
    }
}
