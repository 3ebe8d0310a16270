package thaw.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The native part of AWS's runtime client, unpacked once for this checkout. The client itself unpacks it, with each start,
 * to one file that all processes of a machine share; who loads that file while another writes it finds half of it, and ends
 * before it could report anything.
 */
public final class RuntimeClientLibrary {

    private static final String CLIENT = "aws-lambda-java-runtime-interface-client-";
    private static final String PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private RuntimeClientLibrary() {}

    /** The option of a virtual machine by which the client on that class path loads it from its own place. */
    public static String option(String classPath) {
        Path jar = Stream.of(classPath.split(File.pathSeparator)).map(Path::of)
                .filter(entry -> entry.getFileName().toString().startsWith(CLIENT)).findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("expected " + CLIENT + "*.jar in " + classPath));
        String name = "libaws-lambda-jni.linux-" + architecture() + ".so";
        Path folder = Installed.once(
                Workplace.tools().resolve("aws-runtime-client-" + Installed.digest(jar)),
                empty -> unpack(jar, name, empty.resolve(name)));
        return "-D" + PROPERTY + "=" + folder.resolve(name);
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    }

    private static void unpack(Path jar, String name, Path library) {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Files.copy(zip.getPath("jni", name), library);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
