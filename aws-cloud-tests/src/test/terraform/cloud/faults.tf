# Functions that reach DynamoDB and S3 through proxies which answer with faults.

variable "proxies" {
  description = "Where DynamoDB and S3 answer with faults."
  type        = object({ dynamodb = string, s3 = string })
}

resource "aws_dynamodb_table" "faults" {
  for_each = toset(["answers", "poison", "labels"])

  name         = "faults-${each.key}"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_kinesis_stream" "faults" {
  name            = "faults"
  shard_count     = 2
  encryption_type = "KMS"
  kms_key_id      = "alias/aws/kinesis"
}

module "faulty_stream" {
  source = "../../aws"

  name            = "faulty-stream"
  package         = { path = var.packages.sentiment }
  model           = { name = "sentiment" }
  environment     = { AWS_ENDPOINT_URL_DYNAMODB = var.proxies.dynamodb }
  timeout_seconds = 60
  max_concurrency = 2
  dead_letter     = { kind = "dynamodb", arn = aws_dynamodb_table.faults["poison"].arn }
  sinks           = { answers = { kind = "dynamodb", arn = aws_dynamodb_table.faults["answers"].arn } }

  trigger = {
    stream = {
      kind       = "kinesis"
      arn        = aws_kinesis_stream.faults.arn
      batch_size = 50
      retries    = 1000
    }
  }
}

resource "aws_s3_bucket" "faults" {
  for_each = toset(["pictures", "models"])

  bucket        = "faulty-${each.key}"
  force_destroy = true
}

module "faulty_blob" {
  source = "../../aws"

  name            = "faulty-blob"
  package         = { path = var.packages.digits }
  model           = { name = "digits", repository = "s3://${aws_s3_bucket.faults["models"].bucket}/models" }
  environment     = { AWS_ENDPOINT_URL_S3 = var.proxies.s3 }
  timeout_seconds = 60
  max_concurrency = 1
  trigger         = { blob = { bucket = aws_s3_bucket.faults["pictures"].bucket } }
  sinks           = { labels = { kind = "dynamodb", arn = aws_dynamodb_table.faults["labels"].arn } }
}

output "faults" {
  value = {
    stream   = aws_kinesis_stream.faults.name
    answers  = aws_dynamodb_table.faults["answers"].name
    labels   = aws_dynamodb_table.faults["labels"].name
    given_up = module.faulty_stream.failures_queue_url
    version  = module.faulty_stream.version
    poison   = aws_dynamodb_table.faults["poison"].name
    models   = aws_s3_bucket.faults["models"].bucket
    pictures = aws_s3_bucket.faults["pictures"].bucket
  }
}
