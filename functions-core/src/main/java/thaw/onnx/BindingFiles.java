package thaw.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/**
 * Stands for {@link Files} in the one class of ONNX Runtime's binding that makes a temporary folder before it knows
 * whether it will need one. Thread-safe.
 */
public final class BindingFiles {

    private BindingFiles() {}

    /** As {@link Files#createTempDirectory}; but only the name of one, if the libraries are in a folder already. */
    public static Path createTempDirectory(String prefix, FileAttribute<?>... attributes) throws IOException {
        return System.getProperty(NativeFolder.BINDING_PROPERTY) == null
                ? Files.createTempDirectory(prefix, attributes)
                : Path.of(System.getProperty("java.io.tmpdir"), prefix + "-unused");
    }
}
