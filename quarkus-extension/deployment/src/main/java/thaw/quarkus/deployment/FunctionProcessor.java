package thaw.quarkus.deployment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;
import io.quarkus.deployment.util.ServiceUtil;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import thaw.FunctionProvider;

/** Finds the one function of an application, in {@code META-INF/services} or by its class. */
final class FunctionProcessor {

    private static final String SERVICE = "META-INF/services/" + FunctionProvider.class.getName();

    @BuildStep
    void function(CombinedIndexBuildItem index, BuildProducer<FunctionBuildItem> function,
            BuildProducer<GeneratedResourceBuildItem> resources,
            BuildProducer<ServiceProviderBuildItem> services) throws IOException {
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        Set<String> named = ServiceUtil.classNamesNamedIn(classes, SERVICE);
        Set<String> found = new TreeSet<>(named);
        found.addAll(implementations(index.getIndex()));
        if (found.size() > 1) {
            throw new ConfigurationException("expected at most one " + FunctionProvider.class.getName()
                    + " in the application, found " + found);
        }
        for (String name : found) {
            function.produce(new FunctionBuildItem(provider(name, classes).function()));
            services.produce(new ServiceProviderBuildItem(FunctionProvider.class.getName(), name));
            if (named.isEmpty()) {
                resources.produce(
                        new GeneratedResourceBuildItem(SERVICE, name.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private static Set<String> implementations(IndexView index) {
        Set<String> names = new TreeSet<>();
        for (ClassInfo type : index.getAllKnownImplementations(FunctionProvider.class)) {
            if (!type.isAbstract() && !type.isInterface()) {
                names.add(type.name().toString());
            }
        }
        return names;
    }

    private static FunctionProvider provider(String name, ClassLoader classes) {
        try {
            return (FunctionProvider) classes.loadClass(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException unusable) {
            throw new ConfigurationException(name + " cannot be used as " + FunctionProvider.class.getName()
                    + ": expected a public class with a public constructor without parameters", unusable);
        }
    }
}
