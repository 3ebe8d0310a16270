package thaw.packaging;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.Test;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What packages and the module must agree on. */
class GcpModelsFolderTest {

    @Test
    void theModuleLooksForModelsWherePackagesHaveThem() throws IOException {
        String variables = Files.readString(Workplace.root().resolve("infra/gcp/variables.tf"));
        String expected = "repository = optional(string, \"" + Draft.MODELS + "\")";
        assertTrue(variables.contains(expected), "expected in infra/gcp/variables.tf: " + expected);
    }
}
