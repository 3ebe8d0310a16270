package thaw.packaging;

import java.io.IOException;
import java.util.Map;

import thaw.packaging.files.Folder;

/**
 * What a function will take of its memory at most once: the virtual machine with the adapter and its clients, and each
 * model as it lies on disk and once more as the runtime lays it out for its kernels.
 *
 * @param bytes of resident memory
 */
record MemoryEstimate(long bytes) {

    private static final long MACHINE = 128L << 20;
    private static final int COPIES = 2;

    /** That of the models in a folder. */
    static MemoryEstimate of(Folder task) throws IOException {
        long models = 0;
        for (Map.Entry<String, Long> file : task.files().entrySet()) {
            models += file.getKey().startsWith("models/") && !file.getKey().endsWith(".ort") ? file.getValue()
                    : 0;
        }
        return new MemoryEstimate(MACHINE + COPIES * models);
    }

    Budget within(int megabytes) {
        return new Budget("memory, as estimated", bytes, (long) megabytes << 20,
                "give the function more (--memory MIB), or quantise the model");
    }
}
