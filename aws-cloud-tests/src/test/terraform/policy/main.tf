# Every kind of trigger, sink and package, with names that are known in the plan: what the rules are asked of.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

variable "package" {
  description = "A file; a plan does not open it."
  type        = string
}

locals {
  arn = "eu-central-1:123456789012"
  key = "arn:aws:kms:${local.arn}:key/1c2f4b6e"

  sinks = {
    rows    = { kind = "dynamodb", arn = "arn:aws:dynamodb:${local.arn}:table/labels" }
    files   = { kind = "s3", arn = "arn:aws:s3:::results", prefix = "digits", kms_key_arn = local.key }
    records = { kind = "kinesis", arn = "arn:aws:kinesis:${local.arn}:stream/records" }
    queue   = { kind = "sqs", arn = "arn:aws:sqs:${local.arn}:results" }
    alerts  = { kind = "sns", arn = "arn:aws:sns:${local.arn}:alerts", label = "9", threshold = 0.5 }
    events  = { kind = "eventbridge", arn = "arn:aws:events:${local.arn}:event-bus/results" }
  }

  triggers = {
    jwt         = { http = { authoriser = { kind = "jwt", issuer = "https://login.example.com", audience = ["a"] }, cors_origins = ["https://page.example"] } }
    iam         = { http = { authoriser = { kind = "iam" } } }
    rest        = { http = { api = "rest", authoriser = { kind = "iam" }, cors_origins = ["https://page.example"] } }
    cognito     = { http = { api = "rest", authoriser = { kind = "cognito", user_pool_arns = ["arn:aws:cognito-idp:${local.arn}:userpool/p"] } } }
    bucket      = { blob = { bucket = "pictures", prefix = "in/", suffix = ".png", kms_key_arn = local.key } }
    arrivals    = { blob = { bucket = "pictures", via = "sqs" } }
    eventbridge = { blob = { bucket = "pictures", via = "eventbridge" } }
    kinesis     = { stream = { kind = "kinesis", arn = "arn:aws:kinesis:${local.arn}:stream/s", tumbling_seconds = 30 } }
    dynamodb    = { stream = { kind = "dynamodb", arn = "arn:aws:dynamodb:${local.arn}:table/t/stream/2026-01-01T00:00:00.000" } }
    fifo        = { stream = { kind = "sqs", arn = "arn:aws:sqs:${local.arn}:q.fifo", batch_size = 10 } }
    msk         = { stream = { kind = "msk", arn = "arn:aws:kafka:${local.arn}:cluster/c/1", topic = "t" } }
    kafka       = { stream = { kind = "kafka", arn = "arn:aws:secretsmanager:${local.arn}:secret:s", topic = "t", bootstrap_servers = ["b:9092"] } }
  }
}

module "by" {
  source   = "../../aws"
  for_each = local.triggers

  name        = "by-${each.key}"
  package     = { path = var.package }
  model       = { name = "digits", repository = "s3://models/prod", kms_key_arn = local.key }
  trigger     = each.value
  sinks       = local.sinks
  kms_key_arn = local.key
  network     = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
}

module "image" {
  source = "../../aws"

  name          = "from-image"
  package       = { image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/risk:3" }
  model         = { name = "risk", repository = "/mnt/models", efs_access_point_arn = "arn:aws:elasticfilesystem:${local.arn}:access-point/fsap-1" }
  min_instances = 1
  trigger       = { http = { authoriser = { kind = "iam" } } }
  network       = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
}
