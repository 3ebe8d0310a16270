# The sources that no example shows: messages of a queue, and objects by way of EventBridge and of a queue.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

provider "aws" {}

variable "sentiment" {
  description = "The zip with the model sentiment."
  type        = string
}

variable "digits" {
  description = "The zip with the model digits."
  type        = string
}

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
  package         = { path = var.sentiment }
  model           = { name = "sentiment" }
  timeout_seconds = 60
  max_concurrency = 2
  trigger         = { stream = { kind = "sqs", arn = aws_sqs_queue.sentences.arn, batch_size = 10 } }
  sinks           = { answers = { kind = "sqs", arn = aws_sqs_queue.answers.arn } }
}

resource "aws_s3_bucket" "ruled" {
  bucket        = "ruled-pictures"
  force_destroy = true
}

resource "aws_s3_bucket_notification" "ruled" {
  bucket      = aws_s3_bucket.ruled.id
  eventbridge = true
}

resource "aws_s3_bucket" "queued" {
  bucket        = "queued-pictures"
  force_destroy = true
}

resource "aws_s3_bucket" "labels" {
  bucket        = "labels-of-pictures"
  force_destroy = true
}

module "blob" {
  source   = "../../aws"
  for_each = { eventbridge = aws_s3_bucket.ruled.bucket, sqs = aws_s3_bucket.queued.bucket }

  name            = "by-${each.key}"
  package         = { path = var.digits }
  model           = { name = "digits" }
  timeout_seconds = 60
  max_concurrency = 2
  trigger         = { blob = { bucket = each.value, via = each.key } }
  sinks           = { labels = { kind = "s3", arn = aws_s3_bucket.labels.arn, prefix = each.key } }
}

output "sentences" {
  description = "The queue to write to."
  value       = aws_sqs_queue.sentences.id
}

output "answers" {
  description = "The queue to read from."
  value       = aws_sqs_queue.answers.id
}

output "failures" {
  description = "Where poison messages go."
  value       = module.queue.failures_queue_url
}
