package thaw.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceConfigurationError;
import java.util.jar.JarFile;

import thaw.FunctionDefinition;
import thaw.FunctionProviders;
import thaw.InferenceException;

/** A function with its own code, in a jar beside which everything of Thaw is already there. Close it last. */
final class FunctionJar implements AutoCloseable {

    private final URLClassLoader loader;
    private final FunctionDefinition<?, ?> definition;

    private FunctionJar(URLClassLoader loader, FunctionDefinition<?, ?> definition) {
        this.loader = loader;
        this.definition = definition;
    }

    /**
     * Opens a jar and asks its provider.
     *
     * @throws InferenceException invalid model, if it is not a jar, holds no provider or several, or its provider fails
     */
    static FunctionJar open(Path jar) {
        requireJar(jar);
        URLClassLoader loader = loader(jar);
        try {
            return new FunctionJar(loader, FunctionProviders.only(loader));
        } catch (IllegalStateException | ServiceConfigurationError unusable) {
            throw unusable(jar, loader, unusable.getMessage(), unusable);
        } catch (RuntimeException | LinkageError failure) {
            throw unusable(jar, loader, "its provider failed: " + failure, failure);
        }
    }

    private static void requireJar(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw InferenceException.invalidModel(jar.toString(),
                    "does not exist; expected a function's jar");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            file.getManifest();
        } catch (IOException broken) {
            throw InferenceException.invalidModel(jar.toString(),
                    "cannot be opened as a jar: " + broken.getMessage(), broken);
        }
    }

    private static URLClassLoader loader(Path jar) {
        try {
            return new URLClassLoader("function", new URL[]{jar.toUri().toURL()},
                    FunctionJar.class.getClassLoader());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static InferenceException unusable(Path jar, URLClassLoader loader, String message,
            Throwable cause) {
        try {
            loader.close();
        } catch (IOException ignored) {
            // The failure that is reported is the one that matters.
            cause.addSuppressed(ignored);
        }
        return InferenceException.invalidModel(jar.toString(), message, cause);
    }

    ClassLoader loader() {
        return loader;
    }

    FunctionDefinition<?, ?> definition() {
        return definition;
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
