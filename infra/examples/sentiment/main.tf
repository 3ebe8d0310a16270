# Sentences on a Kinesis stream become results on another, and an alert where one is clearly negative.

resource "aws_kinesis_stream" "sentences" {
  name             = "${var.name}-sentences"
  shard_count      = var.shards
  retention_period = 48
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"
}

resource "aws_kinesis_stream" "results" {
  name             = "${var.name}-results"
  shard_count      = var.shards
  retention_period = 24
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"
}

resource "aws_sns_topic" "alerts" {
  name              = "${var.name}-alerts"
  kms_master_key_id = "alias/aws/sns"
}

module "function" {
  source = "../../aws"

  name            = var.name
  description     = "Tells whether a sentence is positive"
  package         = { path = var.package }
  model           = { name = "sentiment" }
  timeout_seconds = 60
  max_concurrency = var.max_concurrency

  trigger = {
    stream = {
      kind           = "kinesis"
      arn            = aws_kinesis_stream.sentences.arn
      batch_size     = 200
      window_seconds = 1
    }
  }

  sinks = {
    results = { kind = "kinesis", arn = aws_kinesis_stream.results.arn }
    alerts  = { kind = "sns", arn = aws_sns_topic.alerts.arn, label = "negative", threshold = 0.95 }
  }
}

variable "shards" {
  description = "Shards of both streams."
  type        = number
  default     = 2
}

output "sentences" {
  description = "The stream to write sentences to."
  value       = aws_kinesis_stream.sentences.name
}

output "results" {
  description = "The stream to read results from."
  value       = aws_kinesis_stream.results.name
}

output "alerts" {
  description = "The topic that clearly negative sentences are announced on."
  value       = aws_sns_topic.alerts.arn
}

output "failures_queue_url" {
  description = "Where poison records go."
  value       = module.function.failures_queue_url
}
