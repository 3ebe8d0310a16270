# Pictures of digits that land in a bucket become rows in a table.

resource "aws_s3_bucket" "pictures" {
  bucket_prefix = "${var.name}-"
  force_destroy = true
}

resource "aws_s3_bucket_public_access_block" "pictures" {
  bucket = aws_s3_bucket.pictures.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "pictures" {
  bucket = aws_s3_bucket.pictures.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_dynamodb_table" "labels" {
  name         = "${var.name}-labels"
  billing_mode = "PAY_PER_REQUEST"
  # The one key that the function's conditional write looks at.
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

module "function" {
  source = "../../aws"

  name            = var.name
  description     = "Reads digits in pictures"
  package         = { path = var.package }
  model           = { name = "digits" }
  timeout_seconds = 60
  max_concurrency = var.max_concurrency
  trigger         = { blob = { bucket = aws_s3_bucket.pictures.bucket } }
  sinks           = { labels = { kind = "dynamodb", arn = aws_dynamodb_table.labels.arn } }
}

output "bucket" {
  description = "Where to upload pictures."
  value       = aws_s3_bucket.pictures.bucket
}

output "table" {
  description = "Where the labels are."
  value       = aws_dynamodb_table.labels.name
}

output "failures_queue_url" {
  description = "Where pictures go that cannot be read."
  value       = module.function.failures_queue_url
}
