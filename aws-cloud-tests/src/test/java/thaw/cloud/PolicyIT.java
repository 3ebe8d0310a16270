package thaw.cloud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thaw.testing.PlanPolicy;
import thaw.testing.Terraform;
import thaw.testing.Workplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The rules of {@code infra/policy}: the module keeps them with every trigger and sink, and they find what breaks them. */
@Execution(value = ExecutionMode.CONCURRENT, reason = "it does not use the one local cloud")
class PolicyIT {

    /** One sentence for each rule, of each kind of resource that it knows. */
    private static final List<String> BROKEN = List.of(
            "aws_api_gateway_integration.this bypasses the alias: refer to aws_lambda_alias",
            "aws_api_gateway_method.this is open to everybody: set its authorization",
            "aws_api_gateway_method_settings.this does not limit its callers: set throttling_rate_limit",
            "aws_api_gateway_stage.this has no access logs: set access_log_settings",
            "aws_apigatewayv2_integration.this bypasses the alias: refer to aws_lambda_alias",
            "aws_apigatewayv2_route.this is open to everybody: set its authorization",
            "aws_apigatewayv2_stage.this does not limit its callers: set throttling_rate_limit",
            "aws_apigatewayv2_stage.this has no access logs: set access_log_settings",
            "aws_cloudwatch_event_target.this bypasses the alias: refer to aws_lambda_alias",
            "aws_cloudwatch_event_target.this loses what it cannot deliver: set dead_letter_config",
            "aws_cloudwatch_log_group.this keeps its logs for ever: set retention_in_days",
            "aws_iam_role_policy.this allows dynamodb:PutItem on every resource: name them",
            "aws_iam_role_policy.this allows the action s3:*: name each action",
            "aws_iam_role_policy_attachment.this attaches arn:aws:iam::aws:policy/AmazonS3FullAccess: policies of AWS "
                    + "allow more than the function needs",
            "aws_kinesis_stream.this is not encrypted: set kms_key_id",
            "aws_lambda_event_source_mapping.queue bypasses the alias: refer to aws_lambda_alias",
            "aws_lambda_event_source_mapping.queue retries whole batches: set function_response_types to "
                    + "ReportBatchItemFailures",
            "aws_lambda_event_source_mapping.stream bypasses the alias: refer to aws_lambda_alias",
            "aws_lambda_event_source_mapping.stream loses what Lambda gives up on: set destination_config",
            "aws_lambda_event_source_mapping.stream retries whole batches: set function_response_types to "
                    + "ReportBatchItemFailures",
            "aws_lambda_function.this has no alarm on Duration",
            "aws_lambda_function.this has no alarm on Errors",
            "aws_lambda_function.this has no alarm on Throttles",
            "aws_lambda_function.this publishes no version: set publish",
            "aws_lambda_function_url.this is open to everybody: set its authorization",
            "aws_lambda_permission.bucket bypasses the alias: refer to aws_lambda_alias",
            "aws_s3_bucket_notification.this bypasses the alias: refer to aws_lambda_alias",
            "aws_sns_topic.this is not encrypted: set kms_master_key_id",
            "aws_sqs_queue.failures fills without an alarm on its messages",
            "aws_sqs_queue.source is a source and delivers poison for ever: set redrive_policy",
            "aws_sqs_queue.source is not encrypted: set sqs_managed_sse_enabled or kms_master_key_id",
            "bad is called by s3.amazonaws.com, and nothing keeps what it fails on: set a destination on failure");

    @Test
    void theModuleKeepsEveryRuleWithEveryTriggerAndSink() throws Exception {
        Path zip = Files.writeString(Workplace.scratch("policy-zip").resolve("function.zip"),
                "not opened by a plan");
        assertEquals(List.of(), violations("policy", Map.of("package", zip.toString())));
    }

    @Test
    void everyRuleFindsWhatBreaksIt() throws Exception {
        assertEquals(BROKEN, violations("bad", Map.of()).stream().sorted().toList());
    }

    private static List<String> violations(String name, Map<String, String> variables) throws Exception {
        Path root = Terraform.infra("plan-" + name).resolve("tests").resolve(name);
        Files.createDirectories(root.getParent());
        Workplace.copy(CloudParts.terraform().resolve(name), root);
        try (FakeIdentity identity = new FakeIdentity()) {
            identity.provideTo(root);
            return PlanPolicy.violations(Terraform.in(root, variables).plan());
        }
    }
}
