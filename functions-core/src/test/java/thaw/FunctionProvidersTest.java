package thaw;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FunctionProvidersTest {

    @TempDir
    Path folder;

    /** Found by its name in a file of services. */
    public static final class Provider implements FunctionProvider {
        @Override
        public FunctionDefinition<?, ?> function() {
            return FunctionDefinition.onHttp("risk").model("risk").build();
        }
    }

    @AfterEach
    void search() {
        System.clearProperty("thaw.providers");
    }

    private ClassLoader loader(String services) throws IOException {
        Path file = folder.resolve("META-INF/services/thaw.FunctionProvider");
        Files.createDirectories(file.getParent());
        Files.writeString(file, services);
        return new URLClassLoader(new URL[]{folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @Test
    void findsTheOneProvider() throws IOException {
        assertTrue(FunctionProviders.find(loader(Provider.class.getName())).isPresent());
    }

    @Test
    void findsNoneWhereThereIsNone() throws IOException {
        ClassLoader loader = loader("");
        assertEquals(Optional.empty(), FunctionProviders.find(loader));
        IllegalStateException none = assertThrows(IllegalStateException.class,
                () -> FunctionProviders.only(loader));
        assertTrue(none.getMessage().contains("found none"), none.getMessage());
    }

    @Test
    void doesNotLookWhereThePackagerHasLooked() throws IOException {
        System.setProperty("thaw.providers", "none");
        assertEquals(Optional.empty(), FunctionProviders.find(loader(Provider.class.getName())));
    }
}
