package thaw.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import thaw.json.JsonObject;
import thaw.testing.Command;
import thaw.testing.Workplace;

/** A root module of Terraform in a copy, whose provider may point to the local cloud. Not thread-safe. */
final class Terraform {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> SERVICES = List.of("apigateway", "apigatewayv2", "cloudwatch",
            "dynamodb", "events",
            "iam", "kinesis", "lambda", "logs", "s3", "sns", "sqs", "sts");

    private final Path folder;
    private final List<String> variables;

    private Terraform(Path folder, List<String> variables) {
        this.folder = folder;
        this.variables = variables;
    }

    /**
     * Copies an example and initialises it.
     *
     * @param overrides more of the function's module, as Terraform's override files take it; empty for none
     */
    static Terraform example(String name, LocalCloud cloud, Map<String, String> variables, String overrides) {
        Path infra = infra("terraform-" + name);
        return of(infra.resolve("examples").resolve(name), cloud, variables, overrides);
    }

    /** Copies a root of these tests beside the module and initialises it. */
    static Terraform root(String name, LocalCloud cloud, Map<String, String> variables) throws IOException {
        Path folder = infra("terraform-" + name).resolve("tests").resolve(name);
        Workplace.copy(CloudParts.terraform().resolve(name),
                Files.createDirectories(folder.getParent()).resolve(name));
        return of(folder, cloud, variables, "");
    }

    /** A copy of all modules and examples. */
    static Path infra(String scratch) {
        Workplace.require("terraform", "install Terraform 1.9 or newer");
        Path copy = Workplace.scratch(scratch);
        try {
            Workplace.copy(Workplace.root().resolve("infra"), copy);
            return copy;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** A root as it is, for commands that need no cloud. */
    static Terraform in(Path folder) {
        Terraform terraform = new Terraform(folder, List.of());
        terraform.init();
        return terraform;
    }

    private static Terraform of(Path folder, LocalCloud cloud, Map<String, String> variables,
            String overrides) {
        try {
            Files.writeString(folder.resolve("cloud_override.tf"), provider(cloud.endpoint()));
            Files.writeString(folder.resolve("module_override.tf"), overrides);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        List<String> arguments = new ArrayList<>();
        variables.forEach((variable, value) -> arguments.add("-var=" + variable + "=" + value));
        Terraform terraform = new Terraform(folder, arguments);
        terraform.init();
        return terraform;
    }

    private void init() {
        String mirror = System.getProperty("thaw.terraform.plugins", "");
        boolean known = !mirror.isEmpty() && !mirror.startsWith("${");
        List<String> line = known ? List.of("init", "-plugin-dir=" + mirror) : List.of("init");
        Command init = command(line, "init");
        Workplace.need(init.status() == 0,
                "Terraform could not get its AWS provider (give the folder of a mirror by "
                        + "-Dthaw.terraform.plugins or THAW_TERRAFORM_PLUGINS):\n" + init.tail());
    }

    /** Runs the module's own tests. */
    void test() {
        command(List.of("test"), "test").run();
    }

    void apply() {
        command(with("apply", "-auto-approve"), "apply").run();
    }

    /** Whether a plan made now would change nothing. */
    boolean isSettled() {
        Command plan = command(with("plan", "-detailed-exitcode"), "plan");
        int status = plan.status();
        if (status == 1) {
            throw new IllegalStateException("terraform plan failed:\n" + plan.tail());
        }
        return status == 0;
    }

    void destroy() {
        command(with("destroy", "-auto-approve"), "destroy").run();
    }

    /** What Terraform knows of; empty after a destroy. */
    List<String> resources() {
        Command list = command(List.of("state", "list"), "state");
        return list.run().lines().filter(line -> !line.isBlank()).toList();
    }

    String output(String name) {
        Command output = command(List.of("output", "-json"), "output");
        return JsonObject.parse(output.run().getBytes(StandardCharsets.UTF_8), "outputs")
                .object(name).orElseThrow().string("value");
    }

    private List<String> with(String verb, String option) {
        List<String> line = new ArrayList<>(List.of(verb, option));
        line.addAll(variables);
        return line;
    }

    private Command command(List<String> arguments, String log) {
        List<String> line = new ArrayList<>(List.of("terraform", arguments.get(0), "-no-color"));
        line.addAll(arguments.subList(1, arguments.size()));
        if (arguments.get(0).equals("state")) {
            line.remove("-no-color");
        }
        // An own configuration: the machine's may name a file that is not there, and its warning would be read as output.
        return new Command(line, folder,
                Map.of("TF_CLI_CONFIG_FILE", configuration(), "TF_IN_AUTOMATION", "1"),
                folder.resolve(log + ".log"), LIMIT);
    }

    private String configuration() {
        Path file = folder.resolve("terraform.rc");
        try {
            return Files.writeString(file, "disable_checkpoint = true\n").toString();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
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
