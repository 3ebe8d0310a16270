package thaw.infra;

import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thaw.testing.PlanPolicy;
import thaw.testing.Terraform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every example is applied, settles, takes a new package, settles again and is gone. */
class ControlPlaneTest {

    @ParameterizedTest
    @ValueSource(strings = {"digits", "sentiment", "risk"})
    void everyExampleForGoogleCloudSettlesAndIsBuiltAnewWhenItsPackageChanges(String example) {
        try (Root root = Root.google(example)) {
            Terraform terraform = root.terraform();
            assertEquals(List.of(), PlanPolicy.violations(terraform.plan()));
            terraform.apply();
            assertSettled(terraform);
            assertTrue(count(root, "POST /functions/v2/.*") == 1, "the function is made once");

            root.build("two");
            assertFalse(terraform.isSettled(), "a changed package is not noticed");
            terraform.apply();
            assertEquals(1, count(root, "PATCH /functions/v2/.*"),
                    "the function is built anew, not replaced");
            assertSettled(terraform);
            assertDestroyed(terraform);
        }
    }

    @Test
    void eventarcFindsTheAgentsRolesOnTheFirstApply() {
        try (Root root = Root.google(Root.beside("gcp", "image", "first-apply"))) {
            Terraform terraform = root.with("trigger", "{blob={bucket=\"pictures\"}}").terraform();
            terraform.apply();

            int trigger = last(root, "POST /eventarc/v1/.*/triggers .*");
            assertTrue(last(root, "POST /rm/v1/projects/thaw-test:setIamPolicy .*") < trigger,
                    "a role of the project comes too late");
            assertTrue(last(root, "POST /run/v2/.*:setIamPolicy .*") < trigger, "run.invoker comes too late");
            assertTrue(last(root, "POST /iam/v1/.*:setIamPolicy .*") < trigger,
                    "the token creator comes too late");
            assertSettled(terraform);
        }
    }

    @Test
    void whoMayCallStillMayWhenTheServiceWasReplaced() {
        try (Root root = Root.google(Root.beside("gcp", "image", "replaced"))) {
            root.with("trigger", "{http={authoriser={kind=\"iam\",members=[\"user:a@example.com\"]}}}");
            root.terraform().apply();

            Terraform again = root
                    .options("apply", "-replace=module.function.google_cloud_run_v2_service.this[0]")
                    .terraform();
            again.apply();

            int made = last(root, "POST /run/v2/projects/thaw-test/locations/europe-west3/services .*");
            assertTrue(made < last(root, "POST /run/v2/.*:setIamPolicy .*"),
                    "nobody may call the new service");
            assertSettled(again);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "sentiment"})
    void everyFlexConsumptionExampleSettlesWithoutAKeyAndIsDeployedAnewWhenItsPackageChanges(String example) {
        try (Root root = Root.azure(example)) {
            Terraform terraform = root.terraform();
            assertEquals(List.of(), PlanPolicy.violations(terraform.plan()));
            terraform.apply();
            assertSettled(terraform);
            assertEquals("", settings(root).path("AzureWebJobsStorage").asText(),
                    "the host would use an empty key");
            assertEquals("managedidentity", settings(root).path("AzureWebJobsStorage__credential").asText());

            root.build("two");
            assertFalse(terraform.isSettled(), "a changed package is not noticed");
            terraform.apply();
            assertEquals(2, count(root, "PUT /packages/released-package.zip 201"),
                    "the package is uploaded anew");
            assertEquals(2, count(root, "PUT .*/Microsoft.Resources/deployments/.*"), "and deployed anew");
            assertSettled(terraform);
            assertDestroyed(terraform);
        }
    }

    @Test
    void thePremiumExampleSettlesAndRunsAnotherUrlWhenItsPackageChanges() {
        try (Root root = Root.azure("risk")) {
            Terraform terraform = root.terraform();
            assertEquals(List.of(), PlanPolicy.violations(terraform.plan()));
            terraform.apply();
            assertSettled(terraform);
            String before = settings(root).path("WEBSITE_RUN_FROM_PACKAGE").asText();

            root.build("two");
            terraform.apply();
            assertNotEquals(before, settings(root).path("WEBSITE_RUN_FROM_PACKAGE").asText());
            assertSettled(terraform);
            assertDestroyed(terraform);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{blob={account_id=\"ACCOUNT\",container=\"pictures\",via=\"queue\"}}",
            "{http={authoriser={kind=\"key\"}}}"})
    void aContainerAppSettlesAndIsRevisedWhenItsImageChanges(String trigger) {
        try (Root root = Root
                .azure(Root.beside("azure", "container", "container-" + Math.abs(trigger.hashCode())))) {
            root.with("trigger", trigger.replace("ACCOUNT", "/subscriptions/" + FakeAzure.SUBSCRIPTION
                    + "/resourceGroups/functions/providers/Microsoft.Storage/storageAccounts/source"));
            Terraform terraform = root.terraform();
            assertEquals(List.of(), PlanPolicy.violations(terraform.plan()));
            terraform.apply();
            assertSettled(terraform);

            Terraform next = root.with("tag", "4").terraform();
            assertFalse(next.isSettled(), "another image is not noticed");
            next.apply();
            assertTrue(((FakeAzure) root.cloud()).containerApp().at("/properties/template/containers/0/image")
                    .asText().endsWith(":4"));
            assertSettled(next);
            assertDestroyed(next);
        }
    }

    @Test
    void anApiOfApiManagementSettlesAndStaysWhenThePackageChanges() {
        try (Root root = Root.azure(Root.beside("azure", "gate", "gate"))) {
            Terraform terraform = root.terraform();
            assertEquals(List.of(), PlanPolicy.violations(terraform.plan()));
            terraform.apply();
            assertSettled(terraform);

            root.build("two");
            terraform.apply();
            assertEquals(1, count(root, "PUT .*/service/gate/apis/gated[^/]* 20."), "the API is made once");
            assertEquals(2, count(root, "PUT .*/Microsoft.Resources/deployments/.*"),
                    "the package is deployed anew");
            assertSettled(terraform);
            assertDestroyed(terraform);
        }
    }

    private static JsonNode settings(Root root) {
        return ((FakeAzure) root.cloud()).settings();
    }

    private static void assertSettled(Terraform terraform) {
        assertTrue(terraform.isSettled(), "a second plan wants to change something");
    }

    private static void assertDestroyed(Terraform terraform) {
        terraform.destroy();
        assertEquals(List.of(), terraform.resources());
    }

    private static long count(Root root, String call) {
        return root.cloud().calls().stream().filter(Pattern.compile(call).asMatchPredicate()).count();
    }

    private static int last(Root root, String call) {
        List<String> calls = root.cloud().calls();
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.get(i).matches(call)) {
                return i;
            }
        }
        throw new AssertionError("no " + call + " in " + calls);
    }
}
