# All that these tests deploy, in one apply: the examples, and the sources and faults that no example shows.

terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

variable "endpoint" {
  description = "Where every service of a local cloud answers; null for AWS itself."
  type        = string
  default     = null
}

variable "account" {
  description = "The one account of AWS that may be changed; null for a local cloud."
  type        = string
  default     = null
}

variable "region" {
  description = "Where all is made."
  type        = string
}

variable "packages" {
  description = "The zips: one for each model, and the probe."
  type        = object({ digits = string, sentiment = string, risk = string, probe = string })
}

provider "aws" {
  region                      = var.region
  allowed_account_ids         = var.account == null ? null : [var.account]
  access_key                  = var.endpoint == null ? null : "test"
  secret_key                  = var.endpoint == null ? null : "test"
  skip_credentials_validation = var.endpoint != null
  skip_metadata_api_check     = var.endpoint != null
  s3_use_path_style           = var.endpoint != null

  dynamic "endpoints" {
    for_each = var.endpoint == null ? [] : [var.endpoint]
    content {
      apigateway = endpoints.value
      cloudwatch = endpoints.value
      dynamodb   = endpoints.value
      events     = endpoints.value
      iam        = endpoints.value
      kinesis    = endpoints.value
      lambda     = endpoints.value
      logs       = endpoints.value
      s3         = endpoints.value
      sns        = endpoints.value
      sqs        = endpoints.value
      sts        = endpoints.value
    }
  }
}

module "digits" {
  source = "../../examples/digits"

  package         = var.packages.digits
  max_concurrency = 4
}

module "sentiment" {
  source = "../../examples/sentiment"

  package         = var.packages.sentiment
  shards          = 4
  max_concurrency = 4
}

module "risk" {
  source = "../../examples/risk"

  package = var.packages.risk
  api     = "rest"
}

output "digits" {
  value = module.digits
}

output "sentiment" {
  value = module.sentiment
}

output "risk" {
  value = module.risk
}
