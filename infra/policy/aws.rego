# What every plan for AWS must keep to. `conftest test --all-namespaces --policy infra/policy plan.json`
package aws

import data.plan

# Actions whose resources have no name when the role is written.
unnamed := {
	"xray:PutTraceSegments", "xray:PutTelemetryRecords",
	"ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
	"ec2:DescribeSecurityGroups", "ec2:DescribeVpcs", "ec2:DeleteNetworkInterface",
}

policies contains {"address": resource.address, "statement": statement} if {
	some type in ["aws_iam_role_policy", "aws_iam_policy"]
	some resource in plan.of_type(type)
	some statement in json.unmarshal(resource.values.policy).Statement
	statement.Effect == "Allow"
}

list(value) := value if is_array(value)

list(value) := [value] if is_string(value)

deny contains sprintf("%s allows the action %s: name each action", [policy.address, action]) if {
	some policy in policies
	some action in list(policy.statement.Action)
	contains(action, "*")
}

deny contains sprintf("%s allows %s on every resource: name them", [policy.address, action]) if {
	some policy in policies
	some resource in list(policy.statement.Resource)
	resource in ["*", "arn:aws:s3:::*", "arn:aws:s3:::*/*"]
	some action in list(policy.statement.Action)
	not action in unnamed
}

deny contains sprintf("%s attaches %s: policies of AWS allow more than the function needs", [resource.address, arn]) if {
	some resource in plan.of_type("aws_iam_role_policy_attachment")
	arn := resource.values.policy_arn
	startswith(arn, "arn:aws:iam::aws:policy/")
}

# Encryption.

encryption := {
	"aws_sqs_queue": ["sqs_managed_sse_enabled", "kms_master_key_id"],
	"aws_kinesis_stream": ["kms_key_id"],
	"aws_sns_topic": ["kms_master_key_id"],
}

deny contains sprintf("%s is not encrypted: set %s", [resource.address, concat(" or ", arguments)]) if {
	some type, arguments in encryption
	some resource in plan.of_type(type)
	every argument in arguments {
		not plan.is_set(resource, argument)
	}
}

# Logs.

deny contains sprintf("%s keeps its logs for ever: set retention_in_days", [resource.address]) if {
	some resource in plan.of_type("aws_cloudwatch_log_group")
	not plan.is_set(resource, "retention_in_days")
}

# HTTP.

deny contains sprintf("%s is open to everybody: set its authorization", [resource.address]) if {
	some type, argument in {
		"aws_apigatewayv2_route": "authorization_type",
		"aws_api_gateway_method": "authorization",
		"aws_lambda_function_url": "authorization_type",
	}
	some resource in plan.of_type(type)
	object.get(resource.values, argument, null) in [null, "", "NONE"]
	not is_preflight(resource)
}

# What a browser asks before a page may call: it shows no credentials then.
is_preflight(resource) if resource.values.http_method == "OPTIONS"

is_preflight(resource) if startswith(resource.values.route_key, "OPTIONS ")

deny contains sprintf("%s has no access logs: set access_log_settings", [resource.address]) if {
	some type in ["aws_apigatewayv2_stage", "aws_api_gateway_stage"]
	some resource in plan.of_type(type)
	not plan.is_set(resource, "access_log_settings")
}

deny contains sprintf("%s does not limit its callers: set throttling_rate_limit", [resource.address]) if {
	some type, block in {"aws_apigatewayv2_stage": "default_route_settings", "aws_api_gateway_method_settings": "settings"}
	some resource in plan.of_type(type)
	not limited(object.get(resource.values, block, []))
}

limited(blocks) if blocks[0].throttling_rate_limit > 0

# Failures.

of_shards(mapping) if plan.is_set(mapping, "starting_position")

deny contains sprintf("%s loses what Lambda gives up on: set destination_config", [resource.address]) if {
	some resource in plan.of_type("aws_lambda_event_source_mapping")
	of_shards(resource)
	not plan.is_set(resource, "destination_config")
}

# A queue keeps what fails by its own redrive policy; one that the plan does not make is somebody else's.
deny contains sprintf("%s is a source and delivers poison for ever: set redrive_policy", [queue.address]) if {
	some mapping in plan.written
	mapping.type == "aws_lambda_event_source_mapping"
	some queue in plan.written
	queue.type == "aws_sqs_queue"
	plan.refers(mapping, "event_source_arn", queue.address)
	not queue.expressions.redrive_policy
}

deny contains sprintf("%s retries whole batches: set function_response_types to ReportBatchItemFailures", [resource.address]) if {
	some resource in plan.of_type("aws_lambda_event_source_mapping")
	not of_kafka(resource)
	not "ReportBatchItemFailures" in object.get(resource.values, "function_response_types", [])
}

of_kafka(mapping) if plan.is_set(mapping, "topics")

deny contains sprintf("%s loses what it cannot deliver: set dead_letter_config", [resource.address]) if {
	some resource in plan.of_type("aws_cloudwatch_event_target")
	not plan.is_set(resource, "dead_letter_config")
}

# Who calls a function without waiting for it: S3, EventBridge and SNS.
deny contains sprintf("%s is called by %s, and nothing keeps what it fails on: set a destination on failure", [name, permission.values.principal]) if {
	some permission in plan.of_type("aws_lambda_permission")
	permission.values.principal in ["s3.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"]
	name := permission.values.function_name
	count([config |
		some config in plan.of_type("aws_lambda_function_event_invoke_config")
		config.values.function_name == name
		plan.is_set(config, "destination_config")
	]) == 0
}

# Alarms.

watched contains [metric, value] if {
	some alarm in plan.of_type("aws_cloudwatch_metric_alarm")
	some value in object.get(alarm.values, "dimensions", {})
	metric := alarm.values.metric_name
}

watched contains [metric.metric_name, value] if {
	some alarm in plan.of_type("aws_cloudwatch_metric_alarm")
	some query in object.get(alarm.values, "metric_query", [])
	some metric in query.metric
	some value in metric.dimensions
}

deny contains sprintf("%s has no alarm on %s", [resource.address, metric]) if {
	some resource in plan.of_type("aws_lambda_function")
	some metric in ["Errors", "Throttles", "Duration"]
	not [metric, resource.values.function_name] in watched
}

deny contains sprintf("%s fills without an alarm on its messages", [resource.address]) if {
	some resource in plan.of_type("aws_sqs_queue")
	endswith(resource.values.name, "-failures")
	not ["ApproximateNumberOfMessagesVisible", resource.values.name] in watched
}

# The alias: a trigger that calls the function itself bypasses SnapStart and provisioned concurrency.

callers := {
	"aws_lambda_event_source_mapping": "function_name",
	"aws_s3_bucket_notification": "lambda_function",
	"aws_cloudwatch_event_target": "arn",
	"aws_apigatewayv2_integration": "integration_uri",
	"aws_api_gateway_integration": "uri",
	"aws_lambda_permission": "qualifier",
	"aws_lambda_function_event_invoke_config": "qualifier",
}

deny contains sprintf("%s bypasses the alias: refer to aws_lambda_alias", [resource.address]) if {
	some type, argument in callers
	some resource in plan.written
	resource.type == type
	calls_function(resource)
	not by_alias(resource, argument)
}

calls_function(resource) if {
	some argument in ["function_name", "lambda_function", "arn", "integration_uri", "uri"]
	some type in ["aws_lambda_function", "aws_lambda_alias"]
	plan.refers(resource, argument, type)
}

calls_function(resource) if plan.refers(resource, "qualifier", "aws_lambda_alias")

by_alias(resource, argument) if plan.refers(resource, argument, "aws_lambda_alias")

deny contains sprintf("%s publishes no version: set publish", [resource.address]) if {
	some resource in plan.of_type("aws_lambda_function")
	not plan.is_set(resource, "publish")
}
