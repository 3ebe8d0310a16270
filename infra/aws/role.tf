# What the function may do: derived from its trigger, its sinks and where its model is, and nothing else.

locals {
  sink_actions = {
    dynamodb    = ["dynamodb:PutItem", "dynamodb:BatchGetItem"]
    s3          = ["s3:PutObject"]
    kinesis     = ["kinesis:PutRecords"]
    sqs         = ["sqs:SendMessage"]
    sns         = ["sns:Publish"]
    eventbridge = ["events:PutEvents"]
  }

  source_actions = {
    kinesis  = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards", "kinesis:SubscribeToShard"]
    dynamodb = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]
    sqs      = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"]
    msk      = ["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"]
    kafka    = ["secretsmanager:GetSecretValue"]
  }

  # What belongs to the module is named and not referred to: so the role can be read, and checked, in the plan.
  queue_arn_prefix = "arn:${local.partition}:sqs:${local.region}:${local.account}:${var.name}"

  written = concat(values(var.sinks), var.dead_letter == null ? [] : [var.dead_letter])

  model_bucket = startswith(var.model.repository, "s3://") ? split("/", var.model.repository)[2] : null
  model_prefix = (
    local.model_bucket == null ? "" : join("/", slice(split("/", var.model.repository), 3, length(split("/", var.model.repository))))
  )

  blob_bucket_arn = local.blob == null ? null : "arn:${local.partition}:s3:::${local.blob.bucket}"
  # An MSK cluster's ARN and its topics' and groups' differ in one word.
  msk_resources = try(local.stream.kind, "") == "msk" ? [
    local.stream.arn,
    "${replace(local.stream.arn, ":cluster/", ":topic/")}/${local.stream.topic}",
    "${replace(local.stream.arn, ":cluster/", ":group/")}/${coalesce(local.stream.consumer_group, var.name)}",
  ] : []

  decrypt_keys = compact(concat(
    [var.kms_key_arn, var.model.kms_key_arn, try(local.blob.kms_key_arn, null), try(local.stream.kms_key_arn, null)],
    [for sink in local.written : sink.kms_key_arn],
  ))
  encrypt_keys = compact(concat([var.kms_key_arn], [for sink in local.written : sink.kms_key_arn]))

  statements = [for statement in [
    {
      Sid      = "WriteLogs"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.name}:log-stream:*"]
    },
    {
      Sid      = "SetAsideFailures"
      Action   = ["sqs:SendMessage"]
      Resource = local.http == null ? [local.failures_arn] : []
    },
    {
      Sid      = "ReadObjects"
      Action   = ["s3:GetObject", "s3:GetObjectVersion"]
      Resource = local.blob == null ? [] : ["${local.blob_bucket_arn}/${local.blob.prefix}*"]
    },
    {
      # Without it S3 says 403 for an object that is gone, and a deletion looks like a missing permission.
      Sid      = "TellDeletedFromForbidden"
      Action   = ["s3:ListBucket"]
      Resource = compact([local.blob_bucket_arn])
    },
    {
      Sid      = "ReadArrivals"
      Action   = local.source_actions["sqs"]
      Resource = local.by_queue ? ["${local.queue_arn_prefix}-arrivals"] : []
    },
    {
      Sid      = "ReadSource"
      Action   = local.stream == null ? [] : local.source_actions[local.stream.kind]
      Resource = compact([try(local.stream.arn, null)])
    },
    {
      Sid      = "ReadTopic"
      Action   = ["kafka-cluster:Connect", "kafka-cluster:DescribeTopic", "kafka-cluster:ReadData", "kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"]
      Resource = local.msk_resources
    },
    {
      Sid      = "ReadModel"
      Action   = ["s3:GetObject"]
      Resource = local.model_bucket == null ? [] : ["arn:${local.partition}:s3:::${join("/", compact([local.model_bucket, local.model_prefix]))}/*"]
    },
    {
      Sid      = "ListModels"
      Action   = ["s3:ListBucket"]
      Resource = local.model_bucket == null ? [] : ["arn:${local.partition}:s3:::${local.model_bucket}"]
    },
    {
      Sid      = "MountModels"
      Action   = ["elasticfilesystem:ClientMount"]
      Resource = compact([var.model.efs_access_point_arn])
    },
    {
      Sid      = "Decrypt"
      Action   = ["kms:Decrypt"]
      Resource = distinct(local.decrypt_keys)
    },
    {
      Sid      = "Encrypt"
      Action   = ["kms:GenerateDataKey"]
      Resource = distinct(local.encrypt_keys)
    },
    {
      # X-Ray's segments have no ARN.
      Sid      = "SendTraces"
      Action   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      Resource = var.tracing ? ["*"] : []
    },
    {
      # Lambda makes the network interfaces, for an MSK cluster in that cluster's network; they have no name before.
      Sid      = "AttachNetwork"
      Action   = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs", "ec2:DeleteNetworkInterface"]
      Resource = var.network == null && try(local.stream.kind, "") != "msk" ? [] : ["*"]
    },
  ] : merge({ Effect = "Allow" }, statement) if length(statement.Resource) > 0]

  sink_statements = [for kind in distinct([for sink in local.written : sink.kind]) : {
    Effect = "Allow"
    Sid    = "WriteTo${title(kind)}"
    Action = local.sink_actions[kind]
    Resource = sort(distinct([
      for sink in local.written : kind == "s3" ? "${join("/", compact([sink.arn, trim(sink.prefix, "/")]))}/*" : sink.arn
      if sink.kind == kind
    ]))
  }]
}

resource "aws_iam_role" "this" {
  name_prefix = "${substr(var.name, 0, 37)}-"
  description = "Of the function ${var.name}"
  tags        = var.tags

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "function"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.statements, local.sink_statements)
  })
}
