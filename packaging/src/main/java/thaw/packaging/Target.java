package thaw.packaging;

import java.util.Arrays;

import thaw.InferenceException;

/** Where a package runs. */
public enum Target {
    /** A zip for Lambda's managed Java runtime. */
    AWS_ZIP("aws-zip"),
    /** An image for Lambda with a Java runtime of its own. */
    AWS_IMAGE("aws-image"),
    /** A zip for Lambda's OS-only runtime: a native executable. */
    AWS_NATIVE("aws-native"),
    /** A zip for a function app on Azure, whatever its plan. */
    AZURE("azure"),
    /** An image for Cloud Run: Google's functions invoker on a Java runtime of its own. */
    GCP("gcp"),
    /** A zip for Cloud Functions, which builds the image of it. */
    GCP_ZIP("gcp-zip"),
    /** An image that answers HTTP on a port, for any container platform. */
    CONTAINER("container"),
    /** The same as a native executable, without a Java runtime. */
    CONTAINER_NATIVE("container-native");

    private static final int LEAST_TEMPORARY = 512;

    private final String label;

    Target(String label) {
        this.label = label;
    }

    /**
     * By the name that users write.
     *
     * @throws InferenceException malformed, with the names that there are
     */
    public static Target named(String label) {
        return Arrays.stream(values()).filter(target -> target.label.equals(label)).findFirst()
                .orElseThrow(() -> InferenceException.mismatch("target",
                        "one of " + String.join(", ", Arrays.stream(values()).map(Target::label).toList()),
                        "'" + label + "'"));
    }

    /**
     * Checks that its platform gives a function that much.
     *
     * @throws InferenceException malformed, with what it gives
     */
    void requireMemory(int megabytes) {
        int least = leastMemory();
        int most = mostMemory();
        if (megabytes < least || megabytes > most) {
            throw InferenceException.mismatch("memory",
                    least + " to " + most + " MiB, which is what " + label + " gives", megabytes + " MiB");
        }
    }

    private int leastMemory() {
        return switch (this) {
            case AWS_ZIP, AWS_IMAGE, AWS_NATIVE, GCP, GCP_ZIP -> 128;
            case AZURE -> 512;
            case CONTAINER, CONTAINER_NATIVE -> 1;
        };
    }

    private int mostMemory() {
        return switch (this) {
            case AWS_ZIP, AWS_IMAGE, AWS_NATIVE -> 10_240;
            case GCP, GCP_ZIP -> 32 << 10;
            case AZURE -> 14 << 10;
            case CONTAINER, CONTAINER_NATIVE -> Integer.MAX_VALUE;
        };
    }

    /** Whether its platform runs nothing but x86-64. */
    boolean onlyX64() {
        return switch (this) {
            case AZURE, GCP_ZIP -> true;
            case AWS_ZIP, AWS_IMAGE, AWS_NATIVE, GCP, CONTAINER, CONTAINER_NATIVE -> false;
        };
    }

    /**
     * Checks that its platform has such a processor.
     *
     * @throws InferenceException malformed, if it has not
     */
    void requireProcessor(Architecture wanted) {
        if (onlyX64() && wanted != Architecture.LINUX_X64) {
            throw InferenceException.mismatch("arch",
                    Architecture.LINUX_X64 + ", which is what " + label + " runs on",
                    wanted.label());
        }
    }

    /** What comes before the address of a model that its platform's adapter fetches; empty where none is. */
    String store() {
        return switch (this) {
            case AWS_ZIP, AWS_IMAGE, AWS_NATIVE -> "s3://";
            case AZURE -> "azblob://";
            case GCP, GCP_ZIP -> "gs://";
            case CONTAINER, CONTAINER_NATIVE -> "";
        };
    }

    /** Whether {@code /tmp} takes its room from the function's memory. */
    boolean filesInMemory() {
        return switch (this) {
            case GCP, GCP_ZIP, CONTAINER, CONTAINER_NATIVE -> true;
            case AWS_ZIP, AWS_IMAGE, AWS_NATIVE, AZURE -> false;
        };
    }

    /** What {@code /tmp} holds unless more is asked for, in MiB; on Azure that of Flex Consumption, 0.8 GB. */
    int usualTemporary() {
        return switch (this) {
            case AWS_ZIP, AWS_IMAGE, AWS_NATIVE -> LEAST_TEMPORARY;
            case AZURE -> 819;
            case GCP, GCP_ZIP, CONTAINER, CONTAINER_NATIVE -> 0;
        };
    }

    /**
     * Checks that its platform gives a function that much room in {@code /tmp}.
     *
     * @throws InferenceException malformed, with what it gives
     */
    void requireTemporary(int megabytes) {
        if (filesInMemory()) {
            throw InferenceException.mismatch("tmp",
                    "none for " + label + ", where files in /tmp are part of --memory",
                    megabytes + " MiB");
        }
        int most = mostTemporary();
        if (megabytes < LEAST_TEMPORARY || megabytes > most) {
            throw InferenceException.mismatch("tmp",
                    LEAST_TEMPORARY + " to " + most + " MiB, which is what " + label + " gives",
                    megabytes + " MiB");
        }
    }

    // Azure's largest plan has 140 GB.
    private int mostTemporary() {
        return this == AZURE ? 140 << 10 : 10_240;
    }

    /** As users write it. */
    public String label() {
        return label;
    }

    @Override
    public String toString() {
        return label;
    }
}
