# Records of a stream, a queue or a topic.

locals {
  from_shards = contains(["kinesis", "dynamodb"], try(local.stream.kind, ""))
  from_queue  = try(local.stream.kind, "") == "sqs"
  from_topic  = contains(["msk", "kafka"], try(local.stream.kind, ""))
}

resource "aws_lambda_event_source_mapping" "stream" {
  count = local.stream == null ? 0 : 1

  # The alias: a mapping to the function alone would bypass SnapStart and provisioned concurrency.
  function_name    = aws_lambda_alias.this.arn
  event_source_arn = local.stream.kind == "kafka" ? null : local.stream.arn
  batch_size       = local.stream.batch_size
  tags             = var.tags

  maximum_batching_window_in_seconds = local.stream.window_seconds
  function_response_types            = local.from_topic ? null : ["ReportBatchItemFailures"]
  starting_position                  = local.from_queue ? null : local.stream.starting_position
  topics                             = local.from_topic ? [local.stream.topic] : null

  bisect_batch_on_function_error = local.from_shards ? local.stream.bisect : null
  maximum_record_age_in_seconds  = local.from_shards ? local.stream.maximum_age_seconds : null
  maximum_retry_attempts         = local.from_shards ? local.stream.retries : null
  parallelization_factor         = local.from_shards ? local.stream.parallelization : null
  tumbling_window_in_seconds     = local.from_shards ? local.stream.tumbling_seconds : null

  dynamic "destination_config" {
    # A queue has its own redrive policy; the mapping takes none.
    for_each = local.from_queue ? [] : [aws_sqs_queue.failures.arn]
    content {
      on_failure {
        destination_arn = destination_config.value
      }
    }
  }

  dynamic "scaling_config" {
    for_each = local.stream.max_concurrency == null ? [] : [local.stream.max_concurrency]
    content {
      maximum_concurrency = scaling_config.value
    }
  }

  dynamic "filter_criteria" {
    for_each = length(local.stream.filters) == 0 ? [] : [local.stream.filters]
    content {
      dynamic "filter" {
        for_each = filter_criteria.value
        content {
          pattern = filter.value
        }
      }
    }
  }

  dynamic "amazon_managed_kafka_event_source_config" {
    for_each = local.stream.kind == "msk" ? [coalesce(local.stream.consumer_group, var.name)] : []
    content {
      consumer_group_id = amazon_managed_kafka_event_source_config.value
    }
  }

  dynamic "self_managed_kafka_event_source_config" {
    for_each = local.stream.kind == "kafka" ? [coalesce(local.stream.consumer_group, var.name)] : []
    content {
      consumer_group_id = self_managed_kafka_event_source_config.value
    }
  }

  dynamic "self_managed_event_source" {
    for_each = local.stream.kind == "kafka" ? [join(",", local.stream.bootstrap_servers)] : []
    content {
      endpoints = { KAFKA_BOOTSTRAP_SERVERS = self_managed_event_source.value }
    }
  }

  dynamic "source_access_configuration" {
    for_each = local.stream.kind != "kafka" ? [] : concat(
      [{ type = "SASL_SCRAM_512_AUTH", uri = local.stream.arn }],
      [for subnet in var.network.subnet_ids : { type = "VPC_SUBNET", uri = "subnet:${subnet}" }],
      [for group in var.network.security_group_ids : { type = "VPC_SECURITY_GROUP", uri = "security_group:${group}" }],
    )
    content {
      type = source_access_configuration.value.type
      uri  = source_access_configuration.value.uri
    }
  }

  # Lambda tries the role when the mapping is made. The first failure must find its queue.
  depends_on = [aws_iam_role_policy.this, aws_sqs_queue.failures]
}
