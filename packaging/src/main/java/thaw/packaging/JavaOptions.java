package thaw.packaging;

import java.util.List;

/** Options of the virtual machine that start fast: one collector thread, one compiler, no second look at classes. */
final class JavaOptions {

    private static final int HEAP_PERCENT = 85;

    private JavaOptions() {}

    /** Those that Lambda's managed Java runtime has. */
    static List<String> managedByLambda(int megabytes) {
        return List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "-Xmx" + megabytes * HEAP_PERCENT / 100 + "m");
    }

    /** Those of an image: no shared memory file of figures either, so that the file system may be read-only. */
    static List<String> image() {
        return List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
                "-XX:MaxRAMPercentage=60",
                "--enable-native-access=ALL-UNNAMED", "-Donnxruntime.native.path=" + NativeLibraries.FOLDER);
    }
}
