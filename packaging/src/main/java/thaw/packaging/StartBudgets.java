package thaw.packaging;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import thaw.model.ModelPackage;
import thaw.onnx.ModelOptimiser;

/**
 * What a function takes of its instance when it starts: of the memory at most once, for the virtual machine with the adapter
 * and its clients, and for each model as it lies on disk and once more as the runtime lays it out for its kernels; of
 * {@code /tmp}, for the files of a model that it fetches.
 *
 * @param request what the function will be given
 * @param models  the files of its model, by path, with their sizes
 */
record StartBudgets(PackageRequest request, SortedMap<String, Long> models) {

    private static final long MACHINE = 128L << 20;
    private static final int COPIES = 2;
    private static final String MORE_MEMORY = "give the function more (--memory MIB), or try --quantise dynamic";
    private static final String MOUNT = ", or mount the models (--repository with a folder)";

    StartBudgets {
        models = new TreeMap<>(models);
    }

    /** Each limit of an instance. */
    List<Budget> all() {
        long files = fetched() ? bytes(models) : 0;
        if (!request.target().filesInMemory()) {
            return List.of(new Budget("/tmp, which the model is fetched into", files,
                    mebibytes(request.temporary()), models, "give the function more (--tmp MIB)" + MOUNT),
                    memory("", 0));
        }
        return fetched() ? List.of(memory(", with the files in /tmp", files), half())
                : List.of(memory("", 0));
    }

    private Budget memory(String what, long files) {
        return new Budget("memory, as estimated" + what, MACHINE + COPIES * bytes(loaded()) + files,
                mebibytes(request.memory()), models, MORE_MEMORY);
    }

    // More is not fetched by a function whose files are in its memory.
    private Budget half() {
        return new Budget("half of the memory, for the fetched files in /tmp", bytes(needed()),
                mebibytes(request.memory()) / 2, needed(), "give the function more (--memory MIB)" + MOUNT);
    }

    private boolean fetched() {
        return request.repository().filter(place -> !place.startsWith("/")).isPresent();
    }

    private static long mebibytes(int number) {
        return (long) number << 20;
    }

    private static long bytes(SortedMap<String, Long> files) {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Of a graph's forms one is loaded: the original is as large as an optimised one, unless that is quantised. */
    private SortedMap<String, Long> loaded() {
        SortedMap<String, Long> loaded = new TreeMap<>(models);
        for (String name : models.keySet()) {
            boolean quantised = models.containsKey(beside(name, ModelOptimiser.QUANTISED_FILE));
            boolean second = quantised ? name.endsWith("/" + ModelPackage.GRAPH)
                    : name.endsWith("/" + ModelOptimiser.FILE);
            if (second) {
                loaded.remove(name);
            }
        }
        return loaded;
    }

    /** What a start fetches: an original only where there is no other form of it. */
    private SortedMap<String, Long> needed() {
        SortedMap<String, Long> needed = new TreeMap<>(models);
        needed.keySet().removeIf(name -> name.endsWith("/" + ModelPackage.GRAPH)
                && (models.containsKey(beside(name, ModelOptimiser.FILE))
                        || models.containsKey(beside(name, ModelOptimiser.QUANTISED_FILE))));
        return needed;
    }

    private static String beside(String name, String file) {
        return name.replaceFirst("[^/]*$", file);
    }
}
