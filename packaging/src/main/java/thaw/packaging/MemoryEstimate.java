package thaw.packaging;

import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

import thaw.model.ModelPackage;
import thaw.onnx.ModelOptimiser;
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
        return new MemoryEstimate(MACHINE + COPIES * loaded(task.files()));
    }

    /** Of a graph's forms one is loaded: the original is as large as an optimised one, unless that is quantised. */
    private static long loaded(SortedMap<String, Long> files) {
        long models = 0;
        for (Map.Entry<String, Long> file : files.entrySet()) {
            String name = file.getKey();
            String quantised = name.replaceFirst("[^/]*$", ModelOptimiser.QUANTISED_FILE);
            boolean second = files.containsKey(quantised) ? name.endsWith("/" + ModelPackage.GRAPH)
                    : name.endsWith("/" + ModelOptimiser.FILE);
            models += name.contains("models/") && !second ? file.getValue() : 0;
        }
        return models;
    }

    Budget within(int megabytes) {
        return new Budget("memory, as estimated", bytes, (long) megabytes << 20, "models/",
                "give the function more (--memory MIB), or try --quantise dynamic");
    }
}
