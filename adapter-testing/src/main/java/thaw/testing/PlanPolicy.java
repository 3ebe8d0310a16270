package thaw.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The rules of {@code infra/policy}, asked of a plan of Terraform by conftest. */
public final class PlanPolicy {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private PlanPolicy() {}

    /**
     * What the rules of all clouds have against a plan, a sentence each.
     *
     * @param plan as {@link Terraform#plan} gives it
     */
    public static List<String> violations(Path plan) {
        Path conftest = GoProgram.of("github.com/open-policy-agent/conftest", "v0.71.1");
        Command test = Command.of(plan.getParent(), LIMIT, conftest.toString(), "test", "--no-color",
                "--all-namespaces", "--policy", Workplace.root().resolve("infra/policy").toString(),
                plan.toString());
        int status = test.status();
        List<String> failures = test.printed().lines().filter(line -> line.startsWith("FAIL - "))
                .map(line -> line.split(" - ", 4)[3]).toList();
        if (status > 1 || failures.isEmpty() != (status == 0)) {
            throw new IllegalStateException("conftest ended with " + status + ":\n" + test.tail());
        }
        return failures;
    }
}
