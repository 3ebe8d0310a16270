# The function, its published version, and the alias that every trigger calls.

resource "aws_lambda_function" "this" {
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn
  architectures = [var.architecture]
  memory_size   = var.memory_mb
  timeout       = var.timeout_seconds
  publish       = true
  kms_key_arn   = var.kms_key_arn
  tags          = var.tags

  package_type      = local.in_zip ? "Zip" : "Image"
  image_uri         = var.package.image
  filename          = var.package.path
  s3_bucket         = try(var.package.s3.bucket, null)
  s3_key            = try(var.package.s3.key, null)
  s3_object_version = try(var.package.s3.version, null)
  # By content, never by time: the same zip built twice is not deployed twice.
  source_code_hash = local.in_file ? coalesce(var.package.sha256, filebase64sha256(var.package.path)) : var.package.sha256
  handler          = local.in_zip ? local.handler : null
  runtime          = local.in_zip ? var.runtime : null
  layers           = local.in_zip ? var.model.layers : null

  reserved_concurrent_executions = coalesce(var.max_concurrency, -1)

  environment {
    variables = local.environment
  }

  ephemeral_storage {
    size = var.ephemeral_storage_mb
  }

  logging_config {
    log_group             = aws_cloudwatch_log_group.function.name
    log_format            = "JSON"
    application_log_level = var.log_level
    system_log_level      = "INFO"
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }

  dynamic "snap_start" {
    for_each = local.snap_start ? [true] : []
    content {
      apply_on = "PublishedVersions"
    }
  }

  dynamic "vpc_config" {
    for_each = var.network == null ? [] : [var.network]
    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  dynamic "file_system_config" {
    for_each = var.model.efs_access_point_arn == null ? [] : [var.model]
    content {
      arn              = file_system_config.value.efs_access_point_arn
      local_mount_path = join("/", slice(split("/", file_system_config.value.repository), 0, 3))
    }
  }

  # The first invocation must find its permissions and its log group.
  depends_on = [aws_iam_role_policy.this, aws_cloudwatch_log_group.function]
}

resource "aws_lambda_alias" "this" {
  name             = var.alias
  description      = "What every trigger calls"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  count = var.min_instances > 0 ? 1 : 0

  function_name                     = aws_lambda_function.this.function_name
  qualifier                         = aws_lambda_alias.this.name
  provisioned_concurrent_executions = var.min_instances
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
  tags              = var.tags
}
