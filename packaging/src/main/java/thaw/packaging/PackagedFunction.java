package thaw.packaging;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.zip.ZipFile;

import thaw.FunctionDefinition;
import thaw.FunctionProvider;
import thaw.FunctionProviders;
import thaw.InferenceException;
import thaw.ModelReference;
import thaw.Sink;
import thaw.TriggerKind;
import thaw.packaging.files.Library;

/**
 * The function that is packaged: one with code, or a model package alone.
 *
 * @param name    in logs, metrics and the artefact's name
 * @param trigger what calls it
 * @param model   that it runs
 * @param sinks   that its code names; empty for a package alone
 * @param jars    its own code
 * @param coded   whether code defines it
 */
record PackagedFunction(String name, TriggerKind trigger, ModelReference model, List<Sink> sinks,
        List<Library> jars, boolean coded) {

    private static final String JAR = ".jar";
    private static final String SERVICE = "META-INF/services/" + FunctionProvider.class.getName();

    PackagedFunction {
        sinks = List.copyOf(sinks);
        jars = List.copyOf(jars);
    }

    /**
     * What the paths of a request define.
     *
     * @param only the model of a package alone, where the request names none
     * @throws InferenceException malformed, if a jar holds no function or several, or the request contradicts it
     */
    static PackagedFunction of(PackageRequest request, Optional<ModelReference> only) {
        List<Library> jars = request.paths().stream().filter(PackagedFunction::isJar)
                .map(PackagedFunction::library).toList();
        if (jars.stream().anyMatch(PackagedFunction::providesFunction)) {
            return coded(request, jars);
        }
        if (!jars.isEmpty()) {
            throw InferenceException.malformed(jars.get(0).file().toString(),
                    "expected a function's jar with " + SERVICE + ", found none");
        }
        ModelReference model = only.orElseThrow(() -> InferenceException.malformed("package",
                "expected --model with one of the models that the paths hold"));
        return new PackagedFunction(model.name(), request.trigger().orElse(TriggerKind.HTTP), model,
                List.of(), List.of(), false);
    }

    static boolean isJar(Path path) {
        return path.toString().endsWith(JAR);
    }

    private static Library library(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw InferenceException.notFound(jar.toString(), "does not exist; expected a function's jar");
        }
        return Library.of(jar);
    }

    private static boolean providesFunction(Library library) {
        try (ZipFile jar = new ZipFile(library.file().toFile())) {
            return jar.getEntry(SERVICE) != null;
        } catch (IOException broken) {
            throw InferenceException.malformed(library.file().toString(),
                    "cannot be opened as a jar: " + broken.getMessage(), broken);
        }
    }

    private static PackagedFunction coded(PackageRequest request, List<Library> jars) {
        List<URL> urls = new ArrayList<>();
        try {
            for (Library jar : jars) {
                urls.add(jar.file().toUri().toURL());
            }
            try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new),
                    PackagedFunction.class.getClassLoader())) {
                return coded(request, jars, FunctionProviders.only(loader));
            }
        } catch (IOException | IllegalStateException | ServiceConfigurationError | LinkageError unusable) {
            throw InferenceException.malformed(jars.get(0).file().toString(),
                    "holds no function that can be used: " + unusable.getMessage(), unusable);
        }
    }

    private static PackagedFunction coded(PackageRequest request, List<Library> jars,
            FunctionDefinition<?, ?> definition) {
        request.trigger().filter(told -> told != definition.trigger()).ifPresent(told -> {
            throw InferenceException.mismatch("trigger",
                    definition.trigger() + ", as " + definition + " says",
                    told);
        });
        request.model().filter(told -> !told.equals(definition.model())).ifPresent(told -> {
            throw InferenceException.mismatch("model", definition.model() + ", as " + definition + " says",
                    told);
        });
        return new PackagedFunction(definition.name(), definition.trigger(), definition.model(),
                definition.sinks(), jars, true);
    }
}
