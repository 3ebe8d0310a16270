# When somebody must look.

locals {
  has_lag = local.from_shards || local.from_queue
  queue   = element(split(":", try(local.stream.arn, "")), length(split(":", try(local.stream.arn, ""))) - 1)

  of_function = { FunctionName = var.name }
  of_alias    = { FunctionName = var.name, Resource = "${var.name}:${var.alias}" }

  # Each alarm watches one figure; a threshold of 0 leaves its alarm out.
  candidates = {
    throttles = {
      description = "Calls were refused for lack of concurrency: raise max_concurrency, or the account's limit."
      namespace   = "AWS/Lambda", metric = "Throttles", dimensions = local.of_alias
      statistic   = "Sum", threshold = var.alarms.throttles
    }
    duration = {
      description = "One call in a hundred comes near timeout_seconds (${var.timeout_seconds})."
      namespace   = "AWS/Lambda", metric = "Duration", dimensions = local.of_alias
      statistic   = "p99", threshold = var.timeout_seconds * 10 * var.alarms.duration_percent
    }
    failures = {
      description = "There are messages in ${aws_sqs_queue.failures.name}: inputs that cannot be predicted, or what Lambda gave up on."
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", dimensions = { QueueName = aws_sqs_queue.failures.name }
      statistic   = "Maximum", threshold = var.alarms.failures
    }
    lag = {
      description = "Records wait longer than they should."
      namespace   = local.from_queue ? "AWS/SQS" : "AWS/Lambda"
      metric      = local.from_queue ? "ApproximateAgeOfOldestMessage" : "IteratorAge"
      dimensions  = local.from_queue ? { QueueName = local.queue } : local.of_alias
      statistic   = "Maximum"
      threshold   = !local.has_lag ? 0 : var.alarms.lag_seconds * (local.from_queue ? 1 : 1000)
    }
    dropped = {
      description = "Lambda dropped events, and could not even send them to ${aws_sqs_queue.failures.name}."
      namespace   = "AWS/Lambda", metric = "DestinationDeliveryFailures", dimensions = local.of_function
      statistic   = "Sum", threshold = local.call_async || local.from_shards ? 1 : 0
    }
  }

  alarms = { for name, alarm in local.candidates : name => alarm if alarm.threshold > 0 }
}

resource "aws_cloudwatch_metric_alarm" "figure" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.topic_arns
  ok_actions          = var.alarms.topic_arns
  tags                = var.tags
}

# A share, not a number: one error of ten thousand calls is not the same as one of two.
resource "aws_cloudwatch_metric_alarm" "errors" {
  count = var.alarms.error_percent == 0 ? 0 : 1

  alarm_name          = "${var.name}-errors"
  alarm_description   = "More than ${var.alarms.error_percent} % of the calls failed."
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarms.error_percent
  evaluation_periods  = 5
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.topic_arns
  ok_actions          = var.alarms.topic_arns
  tags                = var.tags

  metric_query {
    id          = "percent"
    expression  = "100 * errors / MAX([calls, 1])"
    label       = "errors, %"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "Errors", calls = "Invocations" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/Lambda"
        metric_name = metric_query.value
        dimensions  = local.of_alias
        period      = 60
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "server_errors" {
  count = local.http == null || var.alarms.server_error_percent == 0 ? 0 : 1

  alarm_name          = "${var.name}-server-errors"
  alarm_description   = "More than ${var.alarms.server_error_percent} % of the requests were answered by 5xx."
  namespace           = "AWS/ApiGateway"
  metric_name         = local.http_api == 1 ? "5xx" : "5XXError"
  dimensions          = local.http_api == 1 ? { ApiId = aws_apigatewayv2_api.this[0].id } : { ApiName = var.name, Stage = local.http.stage }
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarms.server_error_percent / 100
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarms.topic_arns
  ok_actions          = var.alarms.topic_arns
  tags                = var.tags
}
