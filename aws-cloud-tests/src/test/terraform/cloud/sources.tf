# Messages of a queue, and objects by way of EventBridge and of a queue.

resource "aws_sqs_queue" "sentences" {
  name                       = "sentences"
  visibility_timeout_seconds = 360
}

resource "aws_sqs_queue" "answers" {
  name = "answers"
}

module "queue" {
  source = "../../aws"

  name            = "of-queue"
  package         = { path = var.packages.sentiment }
  model           = { name = "sentiment" }
  timeout_seconds = 60
  max_concurrency = 2
  trigger         = { stream = { kind = "sqs", arn = aws_sqs_queue.sentences.arn, batch_size = 10 } }
  sinks           = { answers = { kind = "sqs", arn = aws_sqs_queue.answers.arn } }
}

resource "aws_s3_bucket" "pictures" {
  for_each = toset(["eventbridge", "sqs"])

  bucket_prefix = "pictures-by-${each.key}-"
  force_destroy = true
}

resource "aws_s3_bucket_notification" "eventbridge" {
  bucket      = aws_s3_bucket.pictures["eventbridge"].id
  eventbridge = true
}

resource "aws_s3_bucket" "labels" {
  bucket_prefix = "labels-of-pictures-"
  force_destroy = true
}

module "blob" {
  source   = "../../aws"
  for_each = aws_s3_bucket.pictures

  name            = "by-${each.key}"
  package         = { path = var.packages.digits }
  model           = { name = "digits" }
  timeout_seconds = 60
  max_concurrency = 1
  trigger         = { blob = { bucket = each.value.bucket, via = each.key } }
  sinks           = { labels = { kind = "s3", arn = aws_s3_bucket.labels.arn, prefix = each.key } }
}

# A function that answers with what it is sent, throws, hangs or ends, as it is told.
module "probe" {
  source = "../../aws"

  name            = "probe"
  package         = { path = var.packages.probe }
  model           = { name = "none" }
  handler         = "thaw.cloud.Probe::handleRequest"
  timeout_seconds = 5
  memory_mb       = 512
  trigger         = { http = { api = "rest", authoriser = { kind = "iam" } } }
}

output "sources" {
  value = {
    sentences   = aws_sqs_queue.sentences.id
    answers     = aws_sqs_queue.answers.id
    failures    = module.queue.failures_queue_url
    probe       = module.probe.rest_api_id
    labels      = aws_s3_bucket.labels.bucket
    eventbridge = aws_s3_bucket.pictures["eventbridge"].bucket
    sqs         = aws_s3_bucket.pictures["sqs"].bucket
  }
}
