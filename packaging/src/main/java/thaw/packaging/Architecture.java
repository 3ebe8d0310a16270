package thaw.packaging;

import java.util.Arrays;
import java.util.Locale;

import thaw.InferenceException;

/** The processors that functions are packaged for, all under Linux. */
public enum Architecture {
    /** x86-64. */
    LINUX_X64("linux-x64", "amd64", 62, "ai/onnxruntime/native/linux-x64/", "x86-64-v3"),
    /** AArch64, such as AWS Graviton. */
    LINUX_ARM64("linux-arm64", "arm64", 183, "ai/onnxruntime/native/linux-aarch64/", "armv8.1-a");

    private final String label;
    private final String imageName;
    private final int elfMachine;
    private final String onnxFolder;
    private final String oldestProcessor;

    Architecture(String label, String imageName, int elfMachine, String onnxFolder, String oldestProcessor) {
        this.label = label;
        this.imageName = imageName;
        this.elfMachine = elfMachine;
        this.onnxFolder = onnxFolder;
        this.oldestProcessor = oldestProcessor;
    }

    /**
     * By the name that users write.
     *
     * @throws InferenceException malformed, with the names that there are
     */
    public static Architecture named(String label) {
        return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst()
                .orElseThrow(() -> InferenceException.mismatch("architecture",
                        "one of " + String.join(", ",
                                Arrays.stream(values()).map(Architecture::label).toList()),
                        "'" + label + "'"));
    }

    /** That of the machine that packages; x86-64 where it is another. */
    public static Architecture ofThisMachine() {
        return ofMachine(System.getProperty("os.arch").toLowerCase(Locale.ROOT));
    }

    /** By the name that Java gives a machine. */
    static Architecture ofMachine(String name) {
        return name.equals("aarch64") ? LINUX_ARM64 : LINUX_X64;
    }

    /** Whether what is made for it can run on the machine that packages. */
    boolean runsHere() {
        return this == ofThisMachine() && System.getProperty("os.name").equals("Linux");
    }

    /** As users write it. */
    public String label() {
        return label;
    }

    /** As image formats call it. */
    String imageName() {
        return imageName;
    }

    /** As ELF numbers it. */
    int elfMachine() {
        return elfMachine;
    }

    /** Where ONNX Runtime's jar has its libraries. */
    String onnxFolder() {
        return onnxFolder;
    }

    /** The oldest that the clouds have, as native-image calls it: with AVX2, and with atomics of large systems. */
    String oldestProcessor() {
        return oldestProcessor;
    }

    @Override
    public String toString() {
        return label;
    }
}
