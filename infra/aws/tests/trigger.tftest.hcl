# Every trigger calls the alias, and asks for the answer that the adapter gives.

mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_resource "aws_lambda_function" {
    defaults = {
      arn     = "arn:aws:lambda:eu-central-1:123456789012:function:digits"
      version = "7"
    }
  }

  mock_resource "aws_lambda_alias" {
    defaults = {
      arn        = "arn:aws:lambda:eu-central-1:123456789012:function:digits:live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:digits:live/invocations"
    }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/digits" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:digits" }
  }

  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-central-1:123456789012:digits-queue" }
  }

  mock_resource "aws_apigatewayv2_api" {
    defaults = { id = "api", execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:api" }
  }

  mock_resource "aws_api_gateway_rest_api" {
    defaults = { id = "api", execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:api" }
  }

  mock_resource "aws_cloudwatch_event_rule" {
    defaults = { arn = "arn:aws:events:eu-central-1:123456789012:rule/digits-arrivals" }
  }
}

variables {
  name    = "digits"
  package = { s3 = { bucket = "packages", key = "digits.zip", version = "1" } }
  model   = { name = "digits" }
  trigger = { blob = { bucket = "pictures" } }
}

run "a_bucket_calls_the_alias" {
  assert {
    condition     = aws_s3_bucket_notification.this[0].lambda_function[0].lambda_function_arn == aws_lambda_alias.this.arn
    error_message = "The bucket calls the unqualified function."
  }

  assert {
    condition     = aws_lambda_permission.bucket[0].qualifier == "live" && aws_lambda_permission.bucket[0].source_account == "123456789012"
    error_message = "The permission is for the alias and this account's bucket."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.this[0].destination_config[0].on_failure[0].destination == aws_sqs_queue.failures.arn
    error_message = "What Lambda gives up on is lost."
  }

  assert {
    condition     = length(aws_lambda_event_source_mapping.stream) + length(aws_lambda_event_source_mapping.arrivals) + length(aws_apigatewayv2_api.this) + length(aws_api_gateway_rest_api.this) == 0
    error_message = "A second trigger was made."
  }
}

run "a_bucket_writes_to_a_queue" {
  variables {
    trigger = { blob = { bucket = "pictures", via = "sqs", max_receives = 3 } }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.arrivals[0].function_name == aws_lambda_alias.this.arn
    error_message = "The mapping bypasses the alias."
  }

  assert {
    condition     = contains(aws_lambda_event_source_mapping.arrivals[0].function_response_types, "ReportBatchItemFailures")
    error_message = "Without ReportBatchItemFailures one failure repeats the whole batch."
  }

  assert {
    condition     = aws_sqs_queue.arrivals[0].visibility_timeout_seconds == 6 * 28
    error_message = "A message would come back while it is worked on."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.arrivals[0].redrive_policy).maxReceiveCount == 3
    error_message = "Got ${aws_sqs_queue.arrivals[0].redrive_policy}"
  }
}

run "eventbridge_calls_the_alias" {
  variables {
    trigger = { blob = { bucket = "pictures", via = "eventbridge", suffix = ".png" } }
  }

  assert {
    condition     = aws_cloudwatch_event_target.arrivals[0].arn == aws_lambda_alias.this.arn
    error_message = "The rule calls the unqualified function."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.arrivals[0].event_pattern).detail.object.key == [{ wildcard = "*.png" }]
    error_message = "Got ${aws_cloudwatch_event_rule.arrivals[0].event_pattern}"
  }
}

run "a_stream_is_mapped_to_the_alias" {
  variables {
    trigger = {
      stream = {
        kind             = "kinesis"
        arn              = "arn:aws:kinesis:eu-central-1:123456789012:stream/sentences"
        retries          = 3
        tumbling_seconds = 60
      }
    }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream[0].function_name == aws_lambda_alias.this.arn
    error_message = "The mapping bypasses the alias."
  }

  assert {
    condition     = contains(aws_lambda_event_source_mapping.stream[0].function_response_types, "ReportBatchItemFailures")
    error_message = "The adapter's answer would be ignored."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream[0].bisect_batch_on_function_error && aws_lambda_event_source_mapping.stream[0].maximum_retry_attempts == 3 && aws_lambda_event_source_mapping.stream[0].maximum_record_age_in_seconds == 86400 && aws_lambda_event_source_mapping.stream[0].tumbling_window_in_seconds == 60
    error_message = "One record can block its shard for ever."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream[0].destination_config[0].on_failure[0].destination_arn == aws_sqs_queue.failures.arn
    error_message = "What Lambda gives up on is lost."
  }

  assert {
    condition     = contains(keys(aws_cloudwatch_metric_alarm.figure), "lag")
    error_message = "Nobody hears that the function lags."
  }
}

run "a_queue_has_no_shards" {
  variables {
    trigger = { stream = { kind = "sqs", arn = "arn:aws:sqs:eu-central-1:123456789012:orders.fifo", batch_size = 10, max_concurrency = 5 } }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream[0].starting_position == null && length(aws_lambda_event_source_mapping.stream[0].destination_config) == 0 && aws_lambda_event_source_mapping.stream[0].scaling_config[0].maximum_concurrency == 5
    error_message = "A mapping of a queue takes neither a position nor a destination."
  }
}

run "kafka_commits_as_a_group" {
  variables {
    trigger = { stream = { kind = "msk", arn = "arn:aws:kafka:eu-central-1:123456789012:cluster/orders/abc", topic = "orders" } }
    network = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.stream[0].amazon_managed_kafka_event_source_config[0].consumer_group_id == "digits"
    error_message = "The group has the function's name."
  }
}

run "kafka_is_reached_in_its_own_network" {
  variables {
    trigger = { stream = { kind = "msk", arn = "arn:aws:kafka:eu-central-1:123456789012:cluster/orders/abc", topic = "orders" } }
  }

  assert {
    condition     = contains([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid], "AttachNetwork")
    error_message = "Lambda may not make the interfaces by which it polls the cluster."
  }
}
