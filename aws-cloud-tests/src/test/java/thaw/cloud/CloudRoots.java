package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import thaw.testing.Terraform;
import thaw.testing.Workplace;

/** Roots of Terraform whose provider points to the local cloud. */
final class CloudRoots {

    private static final List<String> SERVICES = List.of("apigateway", "apigatewayv2", "cloudwatch",
            "dynamodb", "events", "iam", "kinesis", "lambda", "logs", "s3", "sns", "sqs", "sts");

    private CloudRoots() {}

    /**
     * Copies an example and initialises it.
     *
     * @param overrides more of the function's module, as Terraform's override files take it; empty for none
     */
    static Terraform example(String name, LocalCloud cloud, Map<String, String> variables, String overrides) {
        Path infra = Terraform.infra("terraform-" + name);
        return of(infra.resolve("examples").resolve(name), cloud, variables, overrides);
    }

    /** Copies a root of these tests beside the module and initialises it. */
    static Terraform root(String name, LocalCloud cloud, Map<String, String> variables) throws IOException {
        Path folder = Terraform.infra("terraform-" + name).resolve("tests").resolve(name);
        Workplace.copy(CloudParts.terraform().resolve(name),
                Files.createDirectories(folder.getParent()).resolve(name));
        return of(folder, cloud, variables, "");
    }

    private static Terraform of(Path folder, LocalCloud cloud, Map<String, String> variables,
            String overrides) {
        try {
            Files.writeString(folder.resolve("cloud_override.tf"), provider(cloud.endpoint()));
            Files.writeString(folder.resolve("module_override.tf"), overrides);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        return Terraform.in(folder, variables);
    }

    private static String provider(URI endpoint) {
        StringBuilder endpoints = new StringBuilder();
        SERVICES.forEach(service -> endpoints.append("    ").append(service).append(" = \"").append(endpoint)
                .append("\"\n"));
        return """
                provider "aws" {
                  region                      = "us-east-1"
                  access_key                  = "test"
                  secret_key                  = "test"
                  skip_credentials_validation = true
                  skip_metadata_api_check     = true
                  s3_use_path_style           = true
                  # LocalStack forgets the tags of alarms, and a plan would want to set them again.
                  default_tags {
                    tags = {}
                  }
                  endpoints {
                %s  }
                }
                """.formatted(endpoints);
    }
}
