package thaw.cloud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.testing.Terraform;
import thaw.testing.TerraformLint;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What Terraform and its linters say of the module, without a cloud. */
@Execution(value = ExecutionMode.CONCURRENT, reason = "it does not use the one local cloud")
class TerraformIT {

    private static final Pattern BLOCK = Pattern.compile("```hcl\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyFileIsFormatted() {
        Terraform.requireFormatted(Workplace.root().resolve("infra"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "examples/digits", "examples/sentiment", "examples/risk"})
    void everyModuleAndExampleIsValidAndHasNothingToLint(String root) {
        Terraform.in(Terraform.infra("valid").resolve(root)).validate();
        assertEquals(List.of(), TerraformLint.tflint(Workplace.root().resolve("infra").resolve(root)));
    }

    @Test
    void checkovFindsNothingThatIsNotMeant() throws Exception {
        Path checked = Workplace.scratch("checked");
        Files.createDirectories(checked.resolve("examples"));
        for (String root : List.of("aws", "examples/digits", "examples/sentiment", "examples/risk")) {
            Workplace.copy(Workplace.root().resolve("infra").resolve(root), checked.resolve(root));
        }
        assertEquals(List.of(), TerraformLint.checkov(checked));
        Files.writeString(checked.resolve("bad.tf"), "resource \"aws_sns_topic\" \"open\" {}\n");
        assertTrue(TerraformLint.checkov(checked).stream().anyMatch(line -> line.contains("CKV_AWS_26")));
    }

    @Test
    void theModulePassesItsOwnTests() {
        Terraform.in(Terraform.infra("module").resolve("aws")).test();
    }

    @Test
    void everyExampleOfTheReadmeCanBePlanned() throws Exception {
        Path infra = Terraform.infra("readme");
        List<String> blocks = new ArrayList<>(BLOCK.matcher(Files.readString(infra.resolve("aws/README.md")))
                .results()
                .map(MatchResult::group).map(block -> block.substring(7, block.length() - 3)).toList());
        assertTrue(blocks.size() >= 4, "the README has lost its examples");
        Path folder = Files.createDirectories(infra.resolve("readme"));
        Files.writeString(folder.resolve("main.tf"),
                String.join("\n", blocks).replace("../infra/aws", "../aws"));
        // The mock stands for a provider that the root itself names.
        Files.copy(infra.resolve("aws/versions.tf"), folder.resolve("versions.tf"));
        Files.writeString(folder.resolve("digits.zip"), "not opened by a plan");
        Files.writeString(folder.resolve("readme.tftest.hcl"), """
                mock_provider "aws" {
                  mock_data "aws_partition" {
                    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
                  }

                  mock_data "aws_caller_identity" {
                    defaults = { account_id = "123456789012" }
                  }
                }

                run "plans" {
                  command = plan
                }
                """);
        Terraform.in(folder).test();
    }
}
