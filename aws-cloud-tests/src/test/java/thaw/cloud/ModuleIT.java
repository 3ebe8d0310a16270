package thaw.cloud;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import thaw.testing.PlanPolicy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the module wires, seen by a function that answers with what reaches it; and that failures are those of Lambda. */
@Order(3)
@ExtendWith(OneDeployment.class)
class ModuleIT {

    private static final Duration LOGGED = Duration.ofMinutes(2);

    @Test
    void aSecondPlanChangesNothingAndAllThatIsDeployedKeepsEveryRule(Deployment deployment) {
        assertTrue(deployment.terraform().isSettled(), "a second plan wants to change something");
        assertEquals(List.of(), PlanPolicy.violations(deployment.terraform().planned()));
    }

    @Test
    void aRestApiCallsTheAliasAndPassesBinary(Deployment deployment) throws Exception {
        byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(json, post(deployment, "application/json", json));
        byte[] binary = {0, (byte) 0xff, (byte) 0xfe, 10, 13, (byte) 0x80};
        assertArrayEquals(binary, post(deployment, "application/octet-stream", binary));
        deployment.await("the API calls the alias", "probe", LOGGED,
                () -> deployment.cloud().printed("probe").contains(":function:probe:live"));
    }

    @ParameterizedTest
    @CsvSource({"throw, asked to throw", "hang, Task timed out after 5.00 seconds",
            "exit, Runtime exited with .*3"})
    void aFunctionFailsAsOnLambdaAndANewInstanceFollows(String what, String message, Deployment deployment) {
        InvokeResponse failed = deployment.clients().invoke("probe", Map.of("do", what));
        assertTrue(failed.functionError() != null, "no failure");
        assertLinesMatch(List.of(".*" + message + ".*"), List.of(failed.payload().asUtf8String()));
        assertEquals(null, deployment.clients().invoke("probe", Map.of("do", "nothing")).functionError());
    }

    private static byte[] post(Deployment deployment, String type, byte[] body) {
        URI api = deployment.restApi(deployment.output("sources", "probe")).resolve("v2/models");
        return AwsRequest.call(deployment.cloud(), api, body).with("Content-Type", type).with("Accept", type)
                .required().body();
    }
}
