# Where an input goes that can never be predicted, and what Lambda itself gives up on.

resource "aws_sqs_queue" "failures" {
  name                              = "${var.name}-failures"
  message_retention_seconds         = var.failure_retention_days * 86400
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags
}

locals {
  sets_aside = local.http == null || var.dead_letter != null
  dead_letter = coalesce(var.dead_letter, {
    kind        = "sqs"
    arn         = aws_sqs_queue.failures.arn
    prefix      = ""
    kms_key_arn = null
  })
}
