# What the role may do, and that nothing in it is a wildcard that could be named.

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

run "names_everything_that_has_a_name" {
  variables {
    sinks = {
      labels  = { kind = "dynamodb", arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/labels" }
      files   = { kind = "s3", arn = "arn:aws:s3:::results", prefix = "digits" }
      records = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/records" }
      queue   = { kind = "sqs", arn = "arn:aws:sqs:eu-central-1:123456789012:results" }
      alerts  = { kind = "sns", arn = "arn:aws:sns:eu-central-1:123456789012:alerts", label = "9", threshold = 0.5 }
      events  = { kind = "eventbridge", arn = "arn:aws:events:eu-central-1:123456789012:event-bus/results" }
    }
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement :
      !contains(statement.Resource, "*") || statement.Sid == "SendTraces"
    ])
    error_message = "Only X-Ray's segments have no name, got ${aws_iam_role_policy.this.policy}"
  }

  assert {
    condition     = !strcontains(join(" ", flatten([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Action])), "*")
    error_message = "An action is a wildcard: ${aws_iam_role_policy.this.policy}"
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "WriteToS3"]) == ["arn:aws:s3:::results/digits/*"]
    error_message = "A bucket is written below its prefix only."
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "ReadObjects"]) == ["arn:aws:s3:::pictures/*"]
    error_message = "The trigger's bucket is read."
  }
}

run "gives_nothing_that_the_trigger_does_not_need" {
  variables {
    tracing = false
    trigger = { http = { authoriser = { kind = "iam" } } }
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid] == ["WriteLogs"]
    error_message = "An API without sinks writes logs, got ${aws_iam_role_policy.this.policy}"
  }

  assert {
    condition     = !contains(keys(aws_lambda_function.this.environment[0].variables), "THAW_DEAD_LETTER")
    error_message = "An API answers what is wrong and sets nothing aside."
  }
}

run "reads_a_model_below_its_prefix" {
  variables {
    model = { name = "digits", repository = "s3://models/prod/v2", kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/models" }
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "ReadModel"]) == ["arn:aws:s3:::models/prod/v2/*"]
    error_message = "Got ${aws_iam_role_policy.this.policy}"
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "Decrypt"]) == ["arn:aws:kms:eu-central-1:123456789012:key/models"]
    error_message = "The model's key decrypts."
  }

  assert {
    condition     = !contains([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid], "Encrypt")
    error_message = "The model's key is not for writing."
  }
}

run "reads_the_stream_that_it_names" {
  variables {
    trigger = { stream = { kind = "dynamodb", arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000" } }
  }

  assert {
    condition     = one([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource if statement.Sid == "ReadSource"]) == ["arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000"]
    error_message = "Got ${aws_iam_role_policy.this.policy}"
  }
}
