package thaw.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.testing.PlanPolicy;
import thaw.testing.Terraform;
import thaw.testing.TerraformLint;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What Terraform and a linter say of the modules, and what the policy says of bad roots. */
class ModulesTest {

    private static final Pattern BLOCK = Pattern.compile("```hcl\\n(.*?)```", Pattern.DOTALL);
    private static final String DENY = "# deny: ";

    @ParameterizedTest
    @ValueSource(strings = {"gcp", "azure", "policy", "examples/gcp", "examples/azure"})
    void everyFileIsFormatted(String folder) {
        Terraform.requireFormatted(Workplace.root().resolve("infra").resolve(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcp", "azure"})
    void theModulePassesItsOwnTests(String cloud) {
        Terraform.in(Terraform.infra("tests-" + cloud).resolve(cloud)).test();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcp", "azure"})
    void everyExampleOfTheReadmeCanBePlanned(String cloud) throws IOException {
        Path infra = Terraform.infra("readme-" + cloud);
        List<String> blocks = BLOCK.matcher(Files.readString(infra.resolve(cloud).resolve("README.md")))
                .results()
                .map(block -> block.group(1)).toList();
        assertTrue(blocks.size() >= 4, "the README has lost its examples");
        Path folder = Files.createDirectories(infra.resolve("readme"));
        Files.writeString(folder.resolve("main.tf"), String.join("\n", blocks).replace("../infra/", "../"));
        Files.copy(infra.resolve(cloud).resolve("versions.tf"), folder.resolve("versions.tf"));
        Files.writeString(folder.resolve("digits.zip"), "not opened by a plan");
        Files.writeString(folder.resolve("readme.tftest.hcl"),
                mocks(infra.resolve(cloud)) + "\nrun \"plans\" {\n  command = plan\n}\n");
        Terraform.in(folder).test();
    }

    /** The mocks with well-formed ids that the module's own tests have. */
    private static String mocks(Path module) throws IOException {
        String test = Files.readString(module.resolve("tests/module.tftest.hcl"));
        return test.substring(test.indexOf("mock_provider"), test.indexOf("\nvariables {"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gcp", "azure", "examples/gcp/digits", "examples/gcp/sentiment",
            "examples/gcp/risk",
            "examples/azure/digits", "examples/azure/sentiment", "examples/azure/risk"})
    void theLinterFindsNothing(String folder) {
        assertEquals(List.of(), TerraformLint.tflint(Workplace.root().resolve("infra").resolve(folder)));
    }

    @ParameterizedTest
    @CsvSource({"gcp, google_storage_bucket, CKV_GCP_29, 'uniform_bucket_level_access = false'",
            "azure, azurerm_storage_account, CKV_AZURE_44, 'min_tls_version = \"TLS1_0\"'"})
    void checkovFindsNothingThatIsNotMeant(String cloud, String type, String check, String flaw)
            throws IOException {
        Path checked = Workplace.scratch("checkov-" + cloud);
        for (String folder : List.of(cloud, "examples/" + cloud)) {
            Files.createDirectories(checked.resolve(folder).getParent());
            Workplace.copy(Workplace.root().resolve("infra").resolve(folder), checked.resolve(folder));
        }
        assertEquals(List.of(), TerraformLint.checkov(checked));
        Files.writeString(checked.resolve("bad.tf"),
                "resource \"" + type + "\" \"bad\" {\n  " + flaw + "\n}\n");
        assertTrue(TerraformLint.checkov(checked).stream().anyMatch(line -> line.contains(check)));
    }

    @Test
    void thePolicyObjectsToEveryFlawOfABadRootForGoogleCloud() throws IOException {
        try (Root root = Root.google(Root.beside("gcp", "bad", "bad"))) {
            assertObjections(root);
        }
    }

    @Test
    void thePolicyObjectsToEveryFlawOfABadRootForAzure() throws IOException {
        try (Root root = Root.azure(Root.beside("azure", "bad", "bad"))) {
            assertObjections(root);
        }
    }

    /** Each flaw stands in a line {@code # deny: sentence}. */
    private static void assertObjections(Root root) throws IOException {
        Path plan = root.terraform().plan();
        List<String> expected = Files.readString(plan.resolveSibling("main.tf")).lines()
                .filter(line -> line.contains(DENY))
                .map(line -> line.substring(line.indexOf(DENY) + DENY.length())).sorted().toList();
        assertTrue(expected.size() > 5, "the bad root has lost its flaws");
        assertEquals(expected, PlanPolicy.violations(plan).stream().sorted().toList());
    }
}
