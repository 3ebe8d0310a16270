# Where an input goes that can never be predicted, and what Lambda itself gives up on.

resource "aws_sqs_queue" "failures" {
  name                              = "${var.name}-failures"
  message_retention_seconds         = var.failure_retention_days * 86400
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags

  # EventBridge sends what it could not deliver with its own permission, not with the function's. The policy is part of
  # the queue: as a resource of its own it would take as long again to settle.
  policy = !local.by_rule ? null : jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = local.failures_arn
      Principal = { Service = "events.amazonaws.com" }
      Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.arrivals[0].arn } }
    }]
  })
}

locals {
  # By its name: so the function need not wait until the new queue has settled.
  failures_arn = "${local.queue_arn_prefix}-failures"
  sets_aside   = local.http == null || var.dead_letter != null
  dead_letter = coalesce(var.dead_letter, {
    kind        = "sqs"
    arn         = local.failures_arn
    prefix      = ""
    kms_key_arn = null
  })
}
