# Objects that land in a bucket: called by the bucket, through a queue, or by EventBridge.

locals {
  by_bucket  = try(local.blob.via, "") == "s3"
  by_queue   = try(local.blob.via, "") == "sqs"
  by_rule    = try(local.blob.via, "") == "eventbridge"
  call_async = local.by_bucket || local.by_rule
}

resource "aws_s3_bucket_notification" "this" {
  count = local.by_bucket || local.by_queue ? 1 : 0

  bucket = local.blob.bucket

  dynamic "lambda_function" {
    for_each = local.by_bucket ? [local.blob] : []
    content {
      lambda_function_arn = aws_lambda_alias.this.arn
      events              = ["s3:ObjectCreated:*"]
      filter_prefix       = lambda_function.value.prefix
      filter_suffix       = lambda_function.value.suffix
    }
  }

  dynamic "queue" {
    for_each = local.by_queue ? [local.blob] : []
    content {
      queue_arn     = aws_sqs_queue.arrivals[0].arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = queue.value.prefix
      filter_suffix = queue.value.suffix
    }
  }

  # S3 tries the target when it is named. The first failure must find its queue.
  depends_on = [aws_lambda_permission.bucket, aws_sqs_queue.failures]
}

resource "aws_lambda_permission" "bucket" {
  count = local.by_bucket ? 1 : 0

  statement_id   = "bucket"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.this.function_name
  qualifier      = aws_lambda_alias.this.name
  principal      = "s3.amazonaws.com"
  source_arn     = local.blob_bucket_arn
  source_account = local.account
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count = local.call_async ? 1 : 0

  function_name                = aws_lambda_function.this.function_name
  qualifier                    = aws_lambda_alias.this.name
  maximum_retry_attempts       = local.blob.retries
  maximum_event_age_in_seconds = local.blob.maximum_age_seconds

  destination_config {
    on_failure {
      destination = aws_sqs_queue.failures.arn
    }
  }
}

# Through a queue: batches, and a retry of what failed only.

resource "aws_sqs_queue" "arrivals" {
  count = local.by_queue ? 1 : 0

  name = "${var.name}-arrivals"
  # Six times the function's timeout, as Lambda's documentation asks.
  visibility_timeout_seconds        = 6 * var.timeout_seconds
  message_retention_seconds         = 1209600
  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : 300
  tags                              = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.failures.arn
    maxReceiveCount     = local.blob.max_receives
  })

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sqs:SendMessage"
      Resource  = "${local.queue_arn_prefix}-arrivals"
      Principal = { Service = "s3.amazonaws.com" }
      Condition = {
        ArnEquals    = { "aws:SourceArn" = local.blob_bucket_arn }
        StringEquals = { "aws:SourceAccount" = local.account }
      }
    }]
  })
}

resource "aws_lambda_event_source_mapping" "arrivals" {
  count = local.by_queue ? 1 : 0

  event_source_arn                   = aws_sqs_queue.arrivals[0].arn
  function_name                      = aws_lambda_alias.this.arn
  function_response_types            = ["ReportBatchItemFailures"]
  batch_size                         = local.blob.batch_size
  maximum_batching_window_in_seconds = local.blob.window_seconds
  tags                               = var.tags

  depends_on = [aws_iam_role_policy.this]
}

# By EventBridge.

resource "aws_cloudwatch_event_rule" "arrivals" {
  count = local.by_rule ? 1 : 0

  name        = "${var.name}-arrivals"
  description = "Objects that land in ${local.blob.bucket}"
  tags        = var.tags

  event_pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created"]
    detail = merge(
      { bucket = { name = [local.blob.bucket] } },
      local.blob.prefix == "" && local.blob.suffix == "" ? {} : {
        object = { key = [{ wildcard = "${local.blob.prefix}*${local.blob.suffix}" }] }
      },
    )
  })
}

resource "aws_cloudwatch_event_target" "arrivals" {
  count = local.by_rule ? 1 : 0

  rule      = aws_cloudwatch_event_rule.arrivals[0].name
  target_id = "function"
  arn       = aws_lambda_alias.this.arn

  dead_letter_config {
    arn = aws_sqs_queue.failures.arn
  }
}

resource "aws_lambda_permission" "rule" {
  count = local.by_rule ? 1 : 0

  statement_id  = "rule"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.this.function_name
  qualifier     = aws_lambda_alias.this.name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.arrivals[0].arn
}
