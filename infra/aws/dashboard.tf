# One page to look at when an alarm came.

locals {
  calls = ["AWS/Lambda", "Invocations", "FunctionName", var.name, "Resource", "${var.name}:${var.alias}"]
  charts = concat(
    [
      { title = "Calls and errors", stat = "Sum", metrics = [local.calls, [".", "Errors", ".", ".", ".", "."], [".", "Throttles", ".", ".", ".", "."]] },
      {
        title   = "Duration, ms", stat = "p50"
        metrics = [for stat in ["p50", "p99", "Maximum"] : ["AWS/Lambda", "Duration", "FunctionName", var.name, "Resource", "${var.name}:${var.alias}", { stat = stat, label = stat }]]
      },
      { title = "Instances at once", stat = "Maximum", metrics = [["AWS/Lambda", "ConcurrentExecutions", "FunctionName", var.name, "Resource", "${var.name}:${var.alias}"]] },
      { title = "Failures set aside", stat = "Maximum", metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", aws_sqs_queue.failures.name]] },
    ],
    local.from_shards ? [
      { title = "Age of the last record read, ms", stat = "Maximum", metrics = [["AWS/Lambda", "IteratorAge", "FunctionName", var.name, "Resource", "${var.name}:${var.alias}"]] },
    ] : [],
    local.from_queue ? [
      { title = "Age of the oldest message, s", stat = "Maximum", metrics = [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", local.queue]] },
    ] : [],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.dashboard ? 1 : 0

  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = [for index, chart in local.charts : {
      type   = "metric"
      x      = 12 * (index % 2)
      y      = 6 * floor(index / 2)
      width  = 12
      height = 6
      properties = {
        title   = chart.title
        region  = local.region
        view    = "timeSeries"
        period  = 60
        stat    = chart.stat
        metrics = chart.metrics
      }
    }]
  })
}
