package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import thaw.testing.Workplace;

/** What the local cloud and its functions are made of, as the build has laid it out. */
final class CloudParts {

    private static final Path MODULE = Workplace.root().resolve("aws-cloud-tests");

    private CloudParts() {}

    /** Where the plug-ins of LocalStack are, and its lock. */
    static Path python() {
        return MODULE.resolve("src/test/python");
    }

    /** Which Kinesis LocalStack gets. */
    static Path kinesis() {
        return MODULE.resolve("src/test/js/kinesis");
    }

    /** Roots of Terraform that only these tests use. */
    static Path terraform() {
        return MODULE.resolve("src/test/terraform");
    }

    /** The libraries of the runtime client and of DynamoDB Local. */
    static List<Path> platform() {
        return files(MODULE.resolve("platform/target/lib"));
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException missing) {
            throw new UncheckedIOException("expected libraries in " + folder + "; build with -am", missing);
        }
    }
}
