# Start, environment and encryption.

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

run "restores_a_snapshot_where_it_can" {
  assert {
    condition     = aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions" && aws_lambda_function.this.publish
    error_message = "SnapStart needs published versions."
  }

  assert {
    condition     = aws_lambda_alias.this.function_version == "7"
    error_message = "The alias does not follow the version."
  }

  assert {
    condition     = aws_lambda_function.this.runtime == "java21" && aws_lambda_function.this.handler == "thaw.aws.BlobHandler::handleRequest"
    error_message = "Got ${aws_lambda_function.this.runtime} and ${aws_lambda_function.this.handler}"
  }

  assert {
    condition     = aws_sqs_queue.failures.sqs_managed_sse_enabled && aws_cloudwatch_log_group.function.retention_in_days == 30
    error_message = "Failures are stored in the clear, or logs for ever."
  }
}

run "keeps_instances_ready_instead" {
  variables {
    min_instances   = 2
    max_concurrency = 10
  }

  assert {
    condition     = length(aws_lambda_function.this.snap_start) == 0 && aws_lambda_provisioned_concurrency_config.this[0].qualifier == "live" && aws_lambda_provisioned_concurrency_config.this[0].provisioned_concurrent_executions == 2
    error_message = "Lambda refuses both at once."
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == 10
    error_message = "Got ${aws_lambda_function.this.reserved_concurrent_executions}"
  }
}

run "an_image_has_no_handler" {
  variables {
    package = { image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/digits:3" }
  }

  assert {
    condition     = aws_lambda_function.this.package_type == "Image" && aws_lambda_function.this.handler == null && aws_lambda_function.this.runtime == null && length(aws_lambda_function.this.snap_start) == 0
    error_message = "Lambda refuses a handler, a runtime and SnapStart with an image."
  }
}

run "an_executable_has_the_same_handler_on_the_runtime_without_java" {
  variables {
    runtime      = "provided.al2023"
    architecture = "arm64"
  }

  assert {
    condition     = aws_lambda_function.this.runtime == "provided.al2023" && aws_lambda_function.this.handler == "thaw.aws.BlobHandler::handleRequest" && one(aws_lambda_function.this.architectures) == "arm64"
    error_message = "bootstrap reads the handler's name; got ${aws_lambda_function.this.runtime} and ${aws_lambda_function.this.handler}"
  }

  assert {
    condition     = length(aws_lambda_function.this.snap_start) == 0
    error_message = "Lambda refuses SnapStart there."
  }
}

run "tells_the_function_where_things_are" {
  variables {
    model  = { name = "digits@prod", repository = "s3://models/prod" }
    limits = { batch_rows = 64, time_seconds = 20 }
    sinks = {
      labels = { kind = "dynamodb", arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/labels" }
      files  = { kind = "s3", arn = "arn:aws:s3:::results", prefix = "digits/" }
      queue  = { kind = "sqs", arn = "arn:aws:sqs:eu-central-1:123456789012:results" }
      alerts = { kind = "sns", arn = "arn:aws:sns:eu-central-1:123456789012:alerts", label = "not ok", threshold = 0.5 }
      events = { kind = "eventbridge", arn = "arn:aws:events:eu-central-1:123456789012:event-bus/results" }
    }
    environment = { JAVA_TOOL_OPTIONS = "-XX:+UseSerialGC" }
  }

  assert {
    condition = aws_lambda_function.this.environment[0].variables == tomap({
      JAVA_TOOL_OPTIONS       = "-XX:+UseSerialGC"
      THAW_FUNCTION           = "digits"
      THAW_TRIGGER            = "blob"
      THAW_MODEL              = "digits@prod"
      THAW_MODELS             = "s3://models/prod"
      THAW_SINKS              = "alerts,events,files,labels,queue"
      THAW_SINK_LABELS        = "dynamodb:labels"
      THAW_SINK_FILES         = "s3://results/digits"
      THAW_SINK_QUEUE         = "sqs:https://sqs.eu-central-1.amazonaws.com/123456789012/results"
      THAW_SINK_ALERTS        = "sns:arn:aws:sns:eu-central-1:123456789012:alerts?label=not+ok&threshold=0.5"
      THAW_SINK_EVENTS        = "eventbridge:results"
      THAW_DEAD_LETTER        = "sqs:https://sqs.eu-central-1.amazonaws.com/123456789012/digits-failures"
      THAW_LIMIT_BATCH_ROWS   = "64"
      THAW_LIMIT_TIME_SECONDS = "20"
    })
    error_message = "Got ${jsonencode(aws_lambda_function.this.environment[0].variables)}"
  }
}

run "begins_the_session_beside_the_virtual_machine" {
  variables {
    early_start = true
    environment = { JAVA_TOOL_OPTIONS = "-Xmx512m" }
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["JAVA_TOOL_OPTIONS"] == "-agentpath:/var/task/native/libthaw_start.so=/var/task/models/start.plan -Dthaw.early=true -Xmx512m"
    error_message = "Got ${jsonencode(aws_lambda_function.this.environment[0].variables)}"
  }
}

run "encrypts_with_the_key_that_is_given" {
  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234"
  }

  assert {
    condition     = alltrue([for key in [aws_lambda_function.this.kms_key_arn, aws_cloudwatch_log_group.function.kms_key_id, aws_sqs_queue.failures.kms_master_key_id] : key == "arn:aws:kms:eu-central-1:123456789012:key/1234"])
    error_message = "Something is encrypted with another key."
  }
}

run "alarms_whom_it_is_told" {
  variables {
    alarms = { topic_arns = ["arn:aws:sns:eu-central-1:123456789012:oncall"], throttles = 0 }
  }

  assert {
    condition     = alltrue([for alarm in values(aws_cloudwatch_metric_alarm.figure) : alarm.alarm_actions == toset(["arn:aws:sns:eu-central-1:123456789012:oncall"])]) && join(" ", keys(aws_cloudwatch_metric_alarm.figure)) == "dropped duration failures"
    error_message = "Got ${join(", ", keys(aws_cloudwatch_metric_alarm.figure))}"
  }
}
