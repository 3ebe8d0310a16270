# Every rule of the variables refuses what it is for, before anything is planned.

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

run "refuses_a_name_with_capitals" {
  command = plan

  variables {
    name = "Digits"
  }

  expect_failures = [var.name]
}

run "refuses_a_long_description" {
  command = plan

  variables {
    description = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
  }

  expect_failures = [var.description]
}

run "refuses_no_package" {
  command = plan

  variables {
    package = {}
  }

  expect_failures = [var.package]
}

run "refuses_two_packages" {
  command = plan

  variables {
    package = { path = "versions.tf", image = "x:1" }
  }

  expect_failures = [var.package]
}

run "refuses_a_zip_in_a_bucket_without_a_version" {
  command = plan

  variables {
    package = { s3 = { bucket = "b", key = "k" } }
  }

  expect_failures = [var.package]
}

run "refuses_a_digest_in_hexadecimal" {
  command = plan

  variables {
    package = { path = "versions.tf", sha256 = "abababababababababababababababababababababababababababababababab" }
  }

  expect_failures = [var.package]
}

run "refuses_a_handler_that_is_a_file" {
  command = plan

  variables {
    handler = "lib/app.jar"
  }

  expect_failures = [var.handler]
}

run "refuses_java_99" {
  command = plan

  variables {
    runtime = "java99"
  }

  expect_failures = [var.runtime]
}

run "refuses_another_processor" {
  command = plan

  variables {
    architecture = "arm"
  }

  expect_failures = [var.architecture]
}

run "refuses_a_model_with_a_space" {
  command = plan

  variables {
    model = { name = "my model" }
  }

  expect_failures = [var.model]
}

run "refuses_a_repository_that_is_nowhere" {
  command = plan

  variables {
    model = { name = "digits", repository = "/home/models" }
  }

  expect_failures = [var.model]
}

run "refuses_six_layers" {
  command = plan

  variables {
    model = { name = "digits", layers = ["a", "b", "c", "d", "e", "f"] }
  }

  expect_failures = [var.model]
}

run "refuses_a_file_system_without_network" {
  command = plan

  variables {
    model = { name = "digits", repository = "/mnt/models", efs_access_point_arn = "arn:aws:elasticfilesystem:eu-central-1:123456789012:access-point/fsap-1" }
  }

  expect_failures = [var.model]
}

run "refuses_an_early_start_of_a_model_outside_the_zip" {
  command = plan

  variables {
    early_start = true
    model       = { name = "digits", repository = "s3://models/prod" }
  }

  expect_failures = [var.early_start]
}

run "refuses_an_early_start_without_a_virtual_machine" {
  command = plan

  variables {
    early_start = true
    runtime     = "provided.al2023"
  }

  expect_failures = [var.early_start]
}

run "refuses_the_module_s_own_environment" {
  command = plan

  variables {
    environment = { THAW_MODEL = "x" }
  }

  expect_failures = [var.environment]
}

run "refuses_a_limit_of_nothing" {
  command = plan

  variables {
    limits = { batch_rows = 0 }
  }

  expect_failures = [var.limits]
}

run "refuses_a_limit_beyond_the_timeout" {
  command = plan

  variables {
    limits = { time_seconds = 28 }
  }

  expect_failures = [var.limits]
}

run "refuses_memory_of_333" {
  command = plan

  variables {
    memory_mb = 333
  }

  expect_failures = [var.memory_mb]
}

run "refuses_half_a_megabyte" {
  command = plan

  variables {
    memory_mb = 1024.5
  }

  expect_failures = [var.memory_mb]
}

run "refuses_too_small_a_disk" {
  command = plan

  variables {
    ephemeral_storage_mb = 100
  }

  expect_failures = [var.ephemeral_storage_mb]
}

run "refuses_a_timeout_of_a_day" {
  command = plan

  variables {
    timeout_seconds = 86400
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_a_timeout_beyond_the_gateway_s" {
  command = plan

  variables {
    trigger         = { http = { authoriser = { kind = "none" } } }
    timeout_seconds = 60
  }

  expect_failures = [var.timeout_seconds]
}

run "refuses_a_snapshot_of_an_executable" {
  command = plan

  variables {
    snap_start = true
    runtime    = "provided.al2023"
  }

  expect_failures = [var.snap_start]
}

run "refuses_a_snapshot_with_instances_kept_ready" {
  command = plan

  variables {
    snap_start    = true
    min_instances = 1
  }

  expect_failures = [var.snap_start]
}

run "refuses_less_than_no_instances" {
  command = plan

  variables {
    min_instances = -1
  }

  expect_failures = [var.min_instances]
}

run "refuses_more_ready_than_allowed" {
  command = plan

  variables {
    min_instances   = 5
    max_concurrency = 2
  }

  expect_failures = [var.max_concurrency]
}

run "refuses_less_than_no_concurrency" {
  command = plan

  variables {
    max_concurrency = -1
  }

  expect_failures = [var.max_concurrency]
}

run "refuses_an_alias_with_a_space" {
  command = plan

  variables {
    alias = "my alias"
  }

  expect_failures = [var.alias]
}

run "refuses_a_network_without_subnets" {
  command = plan

  variables {
    network = { subnet_ids = [], security_group_ids = ["sg-1"] }
  }

  expect_failures = [var.network]
}

run "refuses_an_alias_of_a_key" {
  command = plan

  variables {
    kms_key_arn = "alias/mine"
  }

  expect_failures = [var.kms_key_arn]
}

run "refuses_logs_for_eight_days" {
  command = plan

  variables {
    log_retention_days = 8
  }

  expect_failures = [var.log_retention_days]
}

run "refuses_a_level_that_is_not_one" {
  command = plan

  variables {
    log_level = "LOUD"
  }

  expect_failures = [var.log_level]
}

run "refuses_no_trigger" {
  command = plan

  variables {
    trigger = {}
  }

  expect_failures = [var.trigger]
}

run "refuses_two_triggers" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures" }, http = { authoriser = { kind = "none" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_an_api_of_another_kind" {
  command = plan

  variables {
    trigger = { http = { api = "soap", authoriser = { kind = "none" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_tokens_on_a_rest_api" {
  command = plan

  variables {
    trigger = { http = { api = "rest", authoriser = { kind = "jwt", issuer = "https://x", audience = ["x"] } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_tokens_without_an_audience" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "jwt", issuer = "https://x" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_user_pool_that_is_missing" {
  command = plan

  variables {
    trigger = { http = { api = "rest", authoriser = { kind = "cognito" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_burst_below_the_rate" {
  command = plan

  variables {
    trigger = { http = { authoriser = { kind = "none" }, requests_per_second = 100, burst = 10 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_stage_with_a_slash" {
  command = plan

  variables {
    trigger = { http = { api = "rest", stage = "v/1", authoriser = { kind = "none" } } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_bucket_by_its_arn" {
  command = plan

  variables {
    trigger = { blob = { bucket = "arn:aws:s3:::pictures" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_way_that_is_not_one" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures", via = "pigeon" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_three_asynchronous_retries" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures", retries = 3 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_an_event_that_is_too_old" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures", maximum_age_seconds = 86400 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_large_batch_of_objects_without_a_window" {
  command = plan

  variables {
    trigger = { blob = { bucket = "pictures", via = "sqs", batch_size = 100 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_stream_of_another_kind" {
  command = plan

  variables {
    trigger = { stream = { kind = "pulsar", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_stream_by_its_name" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "sentences" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_table_instead_of_its_stream" {
  command = plan

  variables {
    trigger = { stream = { kind = "dynamodb", arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_kafka_without_a_topic" {
  command = plan

  variables {
    trigger = { stream = { kind = "msk", arn = "arn:aws:kafka:eu-central-1:123456789012:cluster/c/1" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_own_kafka_without_servers" {
  command = plan

  variables {
    trigger = { stream = { kind = "kafka", arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s", topic = "t" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_an_empty_batch" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", batch_size = 0 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_large_batch_of_a_fifo_queue" {
  command = plan

  variables {
    trigger = { stream = { kind = "sqs", arn = "arn:aws:sqs:eu-central-1:123456789012:q.fifo", batch_size = 11 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_large_batch_without_a_window" {
  command = plan

  variables {
    trigger = { stream = { kind = "sqs", arn = "arn:aws:sqs:eu-central-1:123456789012:q", batch_size = 100 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_window_of_ten_minutes" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", window_seconds = 600 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_position_that_is_not_one" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", starting_position = "MIDDLE" } }
  }

  expect_failures = [var.trigger]
}

run "refuses_retries_for_ever" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", retries = -1 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_records_older_than_a_stream_keeps" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", maximum_age_seconds = 700000 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_eleven_batches_of_a_shard" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", parallelization = 11 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_long_tumbling_window" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", tumbling_seconds = 901 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_tumbling_window_of_a_queue" {
  command = plan

  variables {
    trigger = { stream = { kind = "sqs", arn = "arn:aws:sqs:eu-central-1:123456789012:q", batch_size = 10, tumbling_seconds = 60 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_concurrency_of_a_stream" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", max_concurrency = 5 } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_filter_that_is_not_json" {
  command = plan

  variables {
    trigger = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s", filters = ["{"] } }
  }

  expect_failures = [var.trigger]
}

run "refuses_a_sink_with_a_dash" {
  command = plan

  variables {
    sinks = { my-table = { kind = "sns", arn = "arn:aws:sns:eu-central-1:123456789012:t" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_sink_of_another_kind" {
  command = plan

  variables {
    sinks = { table = { kind = "oracle", arn = "arn:aws:rds:eu-central-1:123456789012:db" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_sink_with_another_s_arn" {
  command = plan

  variables {
    sinks = { table = { kind = "dynamodb", arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/s" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_threshold_of_two" {
  command = plan

  variables {
    sinks = { alerts = { kind = "sns", arn = "arn:aws:sns:eu-central-1:123456789012:t", threshold = 2 } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_prefix_of_a_queue" {
  command = plan

  variables {
    sinks = { results = { kind = "sqs", arn = "arn:aws:sqs:eu-central-1:123456789012:q", prefix = "x" } }
  }

  expect_failures = [var.sinks]
}

run "refuses_a_dead_letter_of_another_kind" {
  command = plan

  variables {
    dead_letter = { kind = "mail", arn = "arn:aws:sqs:eu-central-1:123456789012:q" }
  }

  expect_failures = [var.dead_letter]
}

run "refuses_a_dead_letter_by_its_name" {
  command = plan

  variables {
    dead_letter = { kind = "sqs", arn = "failures" }
  }

  expect_failures = [var.dead_letter]
}

run "refuses_failures_for_a_year" {
  command = plan

  variables {
    failure_retention_days = 365
  }

  expect_failures = [var.failure_retention_days]
}

run "refuses_an_alarm_to_a_mail_address" {
  command = plan

  variables {
    alarms = { topic_arns = ["me@example.com"] }
  }

  expect_failures = [var.alarms]
}

run "refuses_an_alarm_above_all" {
  command = plan

  variables {
    alarms = { error_percent = 101 }
  }

  expect_failures = [var.alarms]
}
