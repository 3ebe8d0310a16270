package thaw.azure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where a worker is looked for, and what is said of one that is not whole. */
class WorkerFolderIT {

    @TempDir
    private Path root;

    private Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void findsTheWorkerOfCoreToolsFromAnyFolderAboveIt() throws IOException {
        Path jar = file("workers/java/azure-functions-java-worker.jar", "");
        file("workers/java/annotationLib/azure-functions-java-library-2.0.1-SNAPSHOT.jar", "");
        file("workers/java/worker.config.json",
                "{\"description\": {\"defaultWorkerPath\": \"azure-functions-java-worker.jar\", \"arguments\": []}}");
        WorkerFolder expected = new WorkerFolder(jar.getParent(), jar);
        assertEquals(expected, WorkerFolder.at(root));
        assertEquals(expected, WorkerFolder.at(root.resolve("workers")));
        assertEquals(expected, WorkerFolder.at(root.resolve("workers/java")));
    }

    @Test
    void startsTheJarThatTheConfigurationNames() throws IOException {
        file("azure-functions-java-worker.jar", "");
        Path next = file("next/worker.jar", "");
        file("annotationLib/azure-functions-java-library-3.0.0.jar", "");
        file("worker.config.json", "{\"description\": {\"defaultWorkerPath\": \"next/worker.jar\"}}");
        assertEquals(next, WorkerFolder.at(root).jar());
    }

    @Test
    void takesAJarWithItsVersionButNoneOfTests() throws IOException {
        file("azure-functions-java-worker-2.19.0-tests.jar", "");
        Path jar = file("azure-functions-java-worker-2.19.0.jar", "");
        file("annotationLib/azure-functions-java-library-3.0.0.jar", "");
        assertEquals(jar, WorkerFolder.at(root).jar());
    }

    @Test
    void saysByNameWhatIsMissing() throws IOException {
        file("readme.txt", "");
        String jar = assertThrows(AssertionError.class, () -> WorkerFolder.at(root)).getMessage();
        assertTrue(
                jar.contains("no azure-functions-java-worker.jar in " + root) && jar.contains("readme.txt"),
                jar);

        file("azure-functions-java-worker.jar", "");
        String library = assertThrows(AssertionError.class, () -> WorkerFolder.at(root)).getMessage();
        assertTrue(
                library.startsWith(
                        "no azure-functions-java-library*.jar in " + root.resolve("annotationLib")),
                library);
    }
}
