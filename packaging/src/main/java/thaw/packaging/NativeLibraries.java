package thaw.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import thaw.InferenceException;
import thaw.packaging.files.ElfImage;
import thaw.packaging.files.Folder;
import thaw.packaging.files.Library;

/** The native libraries of one platform as files: nothing is unpacked when the function starts. */
final class NativeLibraries {

    /** The folder that they lie in, below the function's. */
    static final String FOLDER = "native";

    /** ONNX Runtime itself, beside its binding's. */
    static final String RUNTIME = "libonnxruntime.so";

    private static final List<String> ONNX_RUNTIME = List.of(RUNTIME, "libonnxruntime4j_jni.so");

    private NativeLibraries() {}

    /**
     * Takes ONNX Runtime's out of its jar, without what only debuggers read.
     *
     * @throws InferenceException malformed, if the jar has none for that processor
     */
    static void onnxRuntime(List<Library> libraries, Architecture architecture, Folder to)
            throws IOException {
        Library onnx = libraries.stream().filter(library -> library.artifact().equals("onnxruntime"))
                .findFirst()
                .orElseThrow(() -> InferenceException.notFound("onnxruntime",
                        "expected among the libraries of the target"));
        for (String name : ONNX_RUNTIME) {
            write(onnx, architecture.onnxFolder() + name, architecture, to, name);
        }
    }

    /** Takes one library out of a jar. */
    static void write(Library jar, String entry, Architecture architecture, Folder to, String name)
            throws IOException {
        try (ZipFile zip = new ZipFile(jar.file().toFile())) {
            ZipEntry found = zip.getEntry(entry);
            if (found == null) {
                throw InferenceException.malformed(jar.file().toString(),
                        "expected " + entry + " for " + architecture + ", found none");
            }
            try (InputStream stream = zip.getInputStream(found)) {
                to.write(name, forProcessor(entry, stream.readAllBytes(), architecture).stripped());
            }
        }
    }

    static ElfImage forProcessor(String name, byte[] bytes, Architecture architecture) {
        ElfImage image = ElfImage.of(name, bytes);
        if (image.machine() != architecture.elfMachine()) {
            throw InferenceException.mismatch(name, "a library for " + architecture,
                    "one for the processor " + image.machine());
        }
        return image;
    }
}
