package thaw.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import thaw.json.JsonObject;

/**
 * A root module in a copy, initialised. Whatever it takes from the environment is given by its files or here, never by the
 * machine's own configuration. Not thread-safe.
 */
public final class Terraform {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Path folder;
    private final Map<String, String> variables;
    private final Map<String, String> environment;

    private Terraform(Path folder, Map<String, String> variables, Map<String, String> environment) {
        this.folder = folder;
        this.variables = variables;
        this.environment = environment;
    }

    /** A copy of all modules and examples, of which a root is chosen by {@link #in}. */
    public static Path infra(String scratch) {
        requireTerraform();
        Path copy = Workplace.scratch(scratch);
        try {
            Workplace.copy(Workplace.root().resolve("infra"), copy);
            return copy;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Initialises a root. */
    public static Terraform in(Path folder) {
        return in(folder, Map.of());
    }

    /** Initialises a root whose variables have these values. */
    public static Terraform in(Path folder, Map<String, String> variables) {
        return in(folder, variables, Map.of());
    }

    /** Initialises a root, with more variables of the environment for every run. */
    public static Terraform in(Path folder, Map<String, String> variables, Map<String, String> environment) {
        requireTerraform();
        Terraform terraform = new Terraform(folder, Map.copyOf(variables), Map.copyOf(environment));
        terraform.init();
        return terraform;
    }

    private static void requireTerraform() {
        Workplace.require("terraform", "install Terraform 1.9 or newer");
    }

    private void init() {
        Command init = command("init", TerraformProviders.mirror().map(mirror -> "-plugin-dir=" + mirror)
                .stream().toArray(String[]::new));
        Workplace.need(init.status() == 0,
                "Terraform could not get its providers (name the folder of a mirror "
                        + "by -Dthaw.terraform.plugins or THAW_TERRAFORM_PLUGINS):\n" + init.tail());
    }

    /** Fails, with the names, unless every file below a folder is formatted. */
    public static void requireFormatted(Path folder) {
        requireTerraform();
        Command.of(folder, Duration.ofMinutes(2), "terraform", "fmt", "-check", "-recursive", "-diff").run();
    }

    public void validate() {
        command("validate").run();
    }

    /** Runs the module's own tests. */
    public void test() {
        command("test").run();
    }

    public void apply() {
        command("apply", with("-auto-approve")).run();
    }

    public void destroy() {
        command("destroy", with("-auto-approve")).run();
    }

    /** Whether a plan made now would change nothing. */
    public boolean isSettled() {
        Command plan = command("plan", with("-detailed-exitcode", "-out=plan.bin"));
        int status = plan.status();
        if (status == 1) {
            throw new IllegalStateException("terraform plan failed:\n" + plan.tail());
        }
        return status == 0;
    }

    /** A file with the plan, as Terraform shows it in JSON. */
    public Path plan() {
        command("plan", with("-out=plan.bin")).run();
        return planned();
    }

    /** The same of the plan that was made last. */
    public Path planned() {
        try {
            return Files.writeString(folder.resolve("plan.json"), command("show", "-json", "plan.bin").run());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** What Terraform knows of; empty after a destroy. */
    public List<String> resources() {
        return Command.of(folder, LIMIT, "terraform", "state", "list").with(surroundings()).run().lines()
                .filter(line -> !line.isBlank()).toList();
    }

    /** The outputs of the last apply; each has a {@code value}. */
    public JsonObject outputs() {
        return JsonObject.parse(command("output", "-json").run().getBytes(StandardCharsets.UTF_8), "outputs");
    }

    public String output(String name) {
        return outputs().object(name).orElseThrow().string("value");
    }

    private String[] with(String... options) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        variables.forEach((variable, value) -> all.add("-var=" + variable + "=" + value));
        return all.toArray(String[]::new);
    }

    private Command command(String verb, String... options) {
        List<String> line = new ArrayList<>(List.of("terraform", verb, "-no-color"));
        line.addAll(Arrays.asList(options));
        return new Command(line, folder, surroundings(), folder.resolve(verb + ".log"), LIMIT);
    }

    // An own configuration: the machine's may name a file that is not there, and its warning would be read as output.
    private Map<String, String> surroundings() {
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("TF_IN_AUTOMATION", "1");
        try {
            all.put("TF_CLI_CONFIG_FILE", Files
                    .writeString(folder.resolve("terraform.rc"), "disable_checkpoint = true\n").toString());
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        return all;
    }
}
