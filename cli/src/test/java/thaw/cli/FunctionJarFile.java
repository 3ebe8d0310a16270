package thaw.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import thaw.FunctionDefinition;
import thaw.FunctionProvider;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Writes jars that name these providers. */
public final class FunctionJarFile {

    private FunctionJarFile() {}

    /** Answers for the sentiment model. */
    public static final class Shouting implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("shouting").model("sentiment").build();
        }
    }

    /** Is called by files and stores nothing. */
    public static final class Forgetful implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onBlob("forgetful").model("digits").build();
        }
    }

    /** Cannot make its function. */
    public static final class Broken implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            throw new IllegalArgumentException("no configuration");
        }
    }

    static Path write(Path jar, Class<?>... providers) {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            if (providers.length > 0) {
                out.putNextEntry(new JarEntry("META-INF/services/" + FunctionProvider.class.getName()));
                out.write(String.join("\n", Arrays.stream(providers).map(Class::getName).toList())
                        .getBytes(UTF_8));
            }
            for (Class<?> provider : providers) {
                String name = provider.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (InputStream code = FunctionJarFile.class.getClassLoader().getResourceAsStream(name)) {
                    code.transferTo(out);
                }
            }
            return jar;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
